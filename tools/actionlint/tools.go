//go:build tools

// Package tools pins the linter of workflow files.
package tools

import _ "github.com/rhysd/actionlint/cmd/actionlint"
