import { ofEach } from "../lib/aws";
import { attachmentsOf, IAM_ATTACHMENTS } from "../lib/aws-attachments";
import { glob, isEverything, type Statement, statementsOf, typesWith } from "../lib/aws-iam";
import { guardrail } from "../lib/guardrail";

const UNBOUNDED: readonly string[] = [
  ...["*:List*", "*:Describe*"],
  ...["cloudwatch:PutMetricData", "ecr:GetAuthorizationToken", "sts:GetCallerIdentity"],
  ...["xray:PutTelemetryRecords", "xray:PutTraceSegments"],
];

export default guardrail({
  id: "iam-no-star",
  section: "aws",
  source:
    "CKV_AWS_62; CKV_AWS_63; CKV_AWS_274; CKV_AWS_288; CKV_AWS_289; CKV_AWS_290; AwsSolutions-IAM4; AwsSolutions-IAM5",
  description: "No IAM policy allows every action, every action of a service, or a change to every resource.",
  rationale: "A star grants what nobody has thought of, and what AWS adds next year.",
  fix: "name the actions and the ARNs that the product needs",
  parameters: {
    unbounded: {
      unit: "actions",
      default: UNBOUNDED,
      direction: "subset",
      description:
        "Actions, as patterns, that may be allowed on every resource: AWS knows no resource for most of them.",
    },
    refusedPolicies: {
      unit: "names of AWS's managed policies",
      default: ["AdministratorAccess*", "PowerUserAccess", "*FullAccess*", "IAM*", "job-function/*"],
      direction: "superset",
      description: "Managed policies, as patterns, that may not be attached.",
    },
  },
  resource: {
    types: typesWith("permissions"),
    *check(resource, { values }) {
      for (const statement of statementsOf(resource, "permissions")) {
        if (statement.allows) yield* stars(statement, values.unbounded);
      }
    },
  },
  *stack(stack, { values }) {
    yield* ofEach(stack.ofType(...IAM_ATTACHMENTS), function* (resource) {
      for (const arn of attachmentsOf(stack, resource)) {
        const name = /^arn:aws[a-z-]*:iam::aws:policy\/(.*)$/.exec(arn)?.[1];
        if (name === undefined || !values.refusedPolicies.some((pattern) => glob(pattern, name))) continue;
        yield { urn: resource.urn, message: `AWS's policy ${name} is not allowed` };
      }
    });
  },
});

function* stars(statement: Statement, unbounded: readonly string[]): Generator<string> {
  const { path, actions } = statement;
  if (statement.notActions.length > 0) yield `${path} allows everything that NotAction doesn't name`;
  if (statement.notResources.length > 0) yield `${path} allows everything that NotResource doesn't name`;
  const wide = actions.filter((action) => !/:.*[a-z]/i.test(action));
  if (wide.length > 0) yield `${path} allows ${wide.join(", ")}`;
  const rest = actions.filter((action) => !wide.includes(action) && !unbounded.some((one) => glob(one, action)));
  if (rest.length > 0 && statement.resources.some(isEverything)) {
    yield `${path} allows ${rest.join(", ")} on every resource`;
  }
}
