import { isOfAnyName, type Statement, statementsOf, typesWith } from "../lib/aws-iam";
import { guardrail } from "../lib/guardrail";

/** One step from here to every permission: another policy, role, password or key. */
const REFUSED = [
  ...["AddUserToGroup", "AttachGroupPolicy", "AttachRolePolicy", "AttachUserPolicy", "CreateAccessKey"],
  ...["CreateLoginProfile", "CreatePolicyVersion", "CreateServiceSpecificCredential"],
  ...["DeleteRolePermissionsBoundary", "DeleteUserPermissionsBoundary", "PutGroupPolicy"],
  ...["PutRolePermissionsBoundary", "PutRolePolicy", "PutUserPermissionsBoundary", "PutUserPolicy"],
  ...["ResetServiceSpecificCredential", "SetDefaultPolicyVersion", "UpdateAccessKey"],
  ...["UpdateAssumeRolePolicy", "UpdateLoginProfile"],
].map((action) => `iam:${action}`);

/** A step by way of something that has more: a role, a function or machine that runs under one, a secret. */
const BOUNDED: readonly string[] = [
  ...["iam:PassRole", "sts:AssumeRole"],
  ...["lambda:AddLayerVersionPermission", "lambda:AddPermission", "lambda:CreateEventSourceMapping"],
  ...["lambda:UpdateFunctionCode", "lambda:UpdateFunctionConfiguration"],
  ...["codestar:AssociateTeamMember", "codestar:CreateProject", "datapipeline:PutPipelineDefinition"],
  ...["ec2-instance-connect:SendSSHPublicKey", "ec2:ReplaceIamInstanceProfileAssociation"],
  ...["glue:CreateDevEndpoint", "glue:UpdateDevEndpoint", "glue:UpdateJob"],
  ...["sagemaker:CreatePresignedNotebookInstanceUrl", "ssm:SendCommand", "ssm:StartSession"],
  ...["secretsmanager:GetSecretValue", "ssm:GetParameter", "ssm:GetParameters"],
];

export default guardrail({
  id: "iam-no-escalation",
  section: "aws",
  source: "CKV_AWS_286; CKV_AWS_287; Rhino Security Labs: AWS IAM privilege escalation methods",
  description: "No IAM policy allows an action by which one gives oneself more, or takes another's credentials.",
  rationale: "Who may change policies, roles or keys has every permission, whatever the policy says.",
  fix: "leave IAM to the platform's stack; name the one role that iam:PassRole or sts:AssumeRole is for",
  parameters: {
    refused: {
      unit: "actions",
      default: REFUSED,
      direction: "superset",
      description: "Actions that are refused on any resource.",
    },
    bounded: {
      unit: "actions",
      default: BOUNDED,
      direction: "superset",
      description: "Actions that are refused on resources that aren't named.",
    },
  },
  resource: {
    types: typesWith("permissions"),
    *check(resource, { values }) {
      for (const statement of statementsOf(resource, "permissions")) {
        if (!statement.allows) continue;
        const gives = (action: string) => statement.covers(action);
        const refused = values.refused.filter(gives);
        if (refused.length > 0) yield `${statement.path} allows ${some(refused)}`;
        const bounded = values.bounded.filter(gives);
        if (bounded.length > 0 && isUnbounded(statement)) {
          yield `${statement.path} allows ${some(bounded)} on resources that it doesn't name`;
        }
      }
    },
  },
});

function isUnbounded(statement: Statement): boolean {
  return statement.notResources.length > 0 || statement.resources.some(isOfAnyName);
}

/** A star gives all of them: some are enough to see. */
function some(actions: readonly string[]): string {
  return actions.length > 3 ? `${actions.slice(0, 3).join(", ")} and ${actions.length - 3} more` : actions.join(", ");
}
