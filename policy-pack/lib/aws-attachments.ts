import type { Resource, Stack } from "./guardrail";
import { ifKnown } from "./known";

/** Inputs that attach managed policies, by their ARNs. */
const PLACES: Readonly<Record<string, string>> = {
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": "policyArn",
  "aws:iam/userPolicyAttachment:UserPolicyAttachment": "policyArn",
  "aws:iam/groupPolicyAttachment:GroupPolicyAttachment": "policyArn",
  "aws:iam/policyAttachment:PolicyAttachment": "policyArn",
  "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive": "policyArns",
  "aws:iam/role:Role": "managedPolicyArns",
  "aws-native:iam:Role": "managedPolicyArns",
  "aws-native:iam:User": "managedPolicyArns",
  "aws-native:iam:Group": "managedPolicyArns",
};
const POLICIES = ["aws:iam/policy:Policy", "aws-native:iam:ManagedPolicy"];

export const IAM_ATTACHMENTS = Object.keys(PLACES);

/**
 * ARNs of the policies that a resource attaches. That of a policy which the same stack makes is AWS's to give and left
 * out while it is unknown: the policy is judged by itself.
 *
 * @throws UnknownRead where an ARN is unknown and made of anything else
 */
export function* attachmentsOf(stack: Stack, resource: Resource): Generator<string> {
  const property = PLACES[resource.type] ?? "";
  const made = stack.madeOf(resource, property);
  const own = new Set(stack.ofType(...POLICIES).map(({ urn }) => urn));
  const isOwn = made.length > 0 && made.every((urn) => own.has(urn));
  const value = ifKnown(resource.props, property);
  if (!value?.isList) {
    const arn = value ?? (isOwn ? undefined : resource.props.at(property));
    if (arn) yield arn.text() ?? "";
    return;
  }
  for (let index = 0; index < value.length; index++) {
    const arn = ifKnown(value, index) ?? (isOwn ? undefined : value.at(index));
    if (arn) yield arn.text() ?? "";
  }
}
