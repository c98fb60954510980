//go:build tools

// Package tools pins the Node.js language host of the Pulumi CLI so that it can be built from Go modules.
package tools

import _ "github.com/pulumi/pulumi/sdk/v3/nodejs/cmd/pulumi-language-nodejs"
