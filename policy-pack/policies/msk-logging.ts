import { brokerLogs, isServerless, MSK_CLUSTERS, MSK_SERVERLESS } from "../lib/aws-msk";
import { guardrail } from "../lib/guardrail";

export default guardrail({
  id: "msk-logging",
  section: "streams",
  source: "CKV_AWS_80; AwsSolutions-MSK6",
  description: "The brokers of an MSK cluster write their logs to CloudWatch, Firehose or S3.",
  rationale: "Without them nobody can say who was refused, or why a broker fell over.",
  fix: "set loggingInfo.brokerLogs: a destination that is enabled, with its name",
  resource: {
    types: [...MSK_CLUSTERS, ...MSK_SERVERLESS],
    *check(cluster) {
      if (isServerless(cluster)) yield "a serverless cluster has no broker logs: use a provisioned one";
      else if (brokerLogs(cluster).length === 0) yield "broker logs go nowhere";
    },
  },
});
