import * as pulumi from "@pulumi/pulumi";
import * as aws from "../aws";
import { type Alarm, alarmsFor, type Watched } from "./alarms";

export interface ObservabilityArgs {
	/** The environment's name, for names of alarms and the dashboard. */
	environment: string;
	/** E-mail addresses that alarms go to; each has to confirm once. In place. */
	emails: string[];
	/** Key that encrypts what passes through the topic. */
	kmsKeyArn: pulumi.Input<string>;
	account: string;
	region: string;
	/** What is watched, by CloudWatch's names. */
	watched: Watched;
	/** Alarms that only some environments have. In place. */
	further?: Alarm[];
}

/** One topic, the alarms that go to it, and a dashboard with the same figures. */
export class Observability extends pulumi.ComponentResource {
	readonly topicArn: pulumi.Output<string>;
	readonly dashboardName: pulumi.Output<string>;
	readonly alarmNames: string[];

	constructor(name: string, args: ObservabilityArgs, opts?: pulumi.ComponentResourceOptions) {
		super("understudy:components:Observability", name, {}, opts);
		const parent = { parent: this };

		const topic = new aws.sns.Topic(`${name}-alarms`, { kmsMasterKeyId: args.kmsKeyArn }, parent);
		new aws.sns.TopicPolicy(
			`${name}-alarms`,
			{
				arn: topic.arn,
				policy: pulumi.jsonStringify({
					Version: "2012-10-17",
					Statement: [
						{
							Effect: "Allow",
							Principal: { Service: "cloudwatch.amazonaws.com" },
							Action: ["sns:Publish"],
							Resource: topic.arn,
							Condition: { StringEquals: { "aws:SourceAccount": args.account } },
						},
					],
				}),
			},
			parent,
		);
		for (const endpoint of args.emails)
			new aws.sns.TopicSubscription(`${name}-${endpoint}`, { topic: topic.arn, protocol: "email", endpoint }, parent);

		const alarms = [...alarmsFor(args.watched), ...(args.further ?? [])];
		for (const alarm of alarms)
			new aws.cloudwatch.MetricAlarm(
				`${name}-${alarm.name}`,
				{
					name: `${args.environment}-${alarm.name}`,
					alarmDescription: alarm.description,
					namespace: alarm.namespace,
					metricName: alarm.metric,
					dimensions: alarm.dimensions,
					statistic: alarm.statistic,
					comparisonOperator: alarm.comparison === "above" ? "GreaterThanThreshold" : "LessThanThreshold",
					threshold: alarm.threshold,
					period: alarm.period,
					evaluationPeriods: alarm.periods,
					treatMissingData: alarm.silence === "alarming" ? "breaching" : "notBreaching",
					alarmActions: [topic.arn],
					okActions: [topic.arn],
				},
				parent,
			);
		const dashboard = new aws.cloudwatch.Dashboard(
			name,
			{
				dashboardName: `understudy-${args.environment}`,
				dashboardBody: pulumi.jsonStringify({ widgets: alarms.map((alarm, at) => widget(alarm, at, args.region)) }),
			},
			parent,
		);

		this.topicArn = topic.arn;
		this.dashboardName = dashboard.dashboardName;
		this.alarmNames = alarms.map((alarm) => alarm.name);
		this.registerOutputs({ topicArn: this.topicArn, dashboardName: this.dashboardName });
	}
}

/** Three figures a row, each with its alarm's threshold drawn in. */
function widget(alarm: Alarm, at: number, region: string) {
	const [width, height, perRow] = [8, 6, 3];
	return {
		type: "metric",
		x: (at % perRow) * width,
		y: Math.floor(at / perRow) * height,
		width,
		height,
		properties: {
			title: alarm.name,
			region,
			stat: alarm.statistic,
			period: alarm.period,
			metrics: [[alarm.namespace, alarm.metric, ...Object.entries(alarm.dimensions).flat()]],
			annotations: { horizontal: [{ label: alarm.comparison, value: alarm.threshold }] },
		},
	};
}
