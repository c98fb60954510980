import type { Kind } from "../kind";

/** VPC, subnets, routes, endpoints and security groups. */
export const network: Record<string, Kind> = {
	"aws:ec2/vpc:Vpc": {
		cloudFormation: "AWS::EC2::VPC",
		id: "vpc-#",
		arn: "arn:aws:ec2:{region}:{account}:vpc/{id}",
	},
	"aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": {
		replaces: ["vpcId"],
		inPlace: ["ingress", "egress"],
		source: "internal/service/ec2/vpc_default_security_group.go",
		id: "sg-#",
		arn: "arn:aws:ec2:{region}:{account}:security-group/{id}",
		outputs: () => ({ name: "default", description: "default VPC security group" }),
	},
	"aws:ec2/internetGateway:InternetGateway": {
		cloudFormation: "AWS::EC2::InternetGateway",
		inPlace: ["vpcId"],
		source: "internal/service/ec2/vpc_internet_gateway.go",
		id: "igw-#",
		arn: "arn:aws:ec2:{region}:{account}:internet-gateway/{id}",
	},
	"aws:ec2/subnet:Subnet": {
		cloudFormation: "AWS::EC2::Subnet",
		id: "subnet-#",
		arn: "arn:aws:ec2:{region}:{account}:subnet/{id}",
	},
	"aws:ec2/eip:Eip": {
		cloudFormation: "AWS::EC2::EIP",
		replaces: ["address", "domain", "ipamPoolId", "networkBorderGroup", "publicIpv4Pool"],
		inPlace: ["associateWithPrivateIp", "customerOwnedIpv4Pool", "instance", "networkInterface"],
		source: "internal/service/ec2/ec2_eip.go",
		id: "eipalloc-#",
		arn: "arn:aws:ec2:{region}:{account}:elastic-ip/{id}",
		outputs: ({ id, hex }) => ({ allocationId: id, publicIp: `198.51.100.${Number.parseInt(hex(2), 16)}` }),
	},
	"aws:ec2/natGateway:NatGateway": {
		cloudFormation: "AWS::EC2::NatGateway",
		id: "nat-#",
		outputs: ({ hex }) => ({ publicIp: `198.51.100.${Number.parseInt(hex(2), 16)}`, connectivityType: "public" }),
	},
	"aws:ec2/routeTable:RouteTable": {
		cloudFormation: "AWS::EC2::RouteTable",
		inPlace: ["routes"],
		source: "internal/service/ec2/vpc_route_table.go",
		id: "rtb-#",
		arn: "arn:aws:ec2:{region}:{account}:route-table/{id}",
	},
	"aws:ec2/route:Route": {
		cloudFormation: "AWS::EC2::Route",
		id: "r-#",
		outputs: () => ({ origin: "CreateRoute", state: "active" }),
	},
	"aws:ec2/routeTableAssociation:RouteTableAssociation": {
		cloudFormation: "AWS::EC2::SubnetRouteTableAssociation",
		replaces: ["gatewayId", "subnetId"],
		inPlace: ["routeTableId"],
		source: "internal/service/ec2/vpc_route_table_association.go",
		id: "rtbassoc-#",
	},
	"aws:ec2/vpcEndpoint:VpcEndpoint": {
		cloudFormation: "AWS::EC2::VPCEndpoint",
		inPlace: ["policy", "privateDnsEnabled"],
		source: "internal/service/ec2/vpc_endpoint.go",
		id: "vpce-#",
		arn: "arn:aws:ec2:{region}:{account}:vpc-endpoint/{id}",
		outputs: ({ hex }) => ({ prefixListId: `pl-${hex(8)}`, state: "available" }),
	},
	"aws:ec2/flowLog:FlowLog": {
		cloudFormation: "AWS::EC2::FlowLog",
		replaces: ["iamRoleArn", "subnetId", "vpcId", "logDestination", "trafficType"],
		source: "internal/service/ec2/vpc_flow_log.go",
		id: "fl-#",
		arn: "arn:aws:ec2:{region}:{account}:vpc-flow-log/{id}",
		outputs: () => ({ logDestinationType: "cloud-watch-logs", maxAggregationInterval: 600 }),
	},
	"aws:ec2/securityGroup:SecurityGroup": {
		cloudFormation: "AWS::EC2::SecurityGroup",
		replaces: ["name", "description", "vpcId"],
		inPlace: ["ingress", "egress"],
		source: "internal/service/ec2/vpc_security_group.go",
		autoName: { property: "name", longest: 255 },
		id: "sg-#",
		arn: "arn:aws:ec2:{region}:{account}:security-group/{id}",
	},
	"aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": securityGroupRule(),
	"aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": securityGroupRule(),
};

function securityGroupRule(): Kind {
	return {
		replaces: ["securityGroupId"],
		inPlace: [
			"cidrIpv4",
			"cidrIpv6",
			"description",
			"fromPort",
			"ipProtocol",
			"prefixListId",
			"referencedSecurityGroupId",
			"toPort",
		],
		source: "internal/service/ec2/vpc_security_group_ingress_rule.go",
		id: "sgr-#",
		arn: "arn:aws:ec2:{region}:{account}:security-group-rule/{id}",
		outputs: ({ id }) => ({ securityGroupRuleId: id }),
	};
}
