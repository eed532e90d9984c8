import { isOwnKey } from "../lib/aws";
import {
  clientBroker,
  clusterKey,
  encryptsInCluster,
  isServerless,
  MSK_CLUSTERS,
  MSK_SERVERLESS,
} from "../lib/aws-msk";
import { guardrail } from "../lib/guardrail";

export default guardrail({
  id: "msk-encrypted",
  section: "streams",
  source: "CKV_AWS_81; AwsSolutions-MSK2",
  description:
    "An MSK cluster speaks TLS only, to clients and among brokers, and its disks have a key of the account's.",
  rationale: "Plain text within a VPC is read by whatever runs there; AWS's own key can't be withdrawn.",
  fix: "set encryptionInfo: clientBroker TLS, inCluster true, and the KMS key's ARN from the stack's config",
  resource: {
    types: [...MSK_CLUSTERS, ...MSK_SERVERLESS],
    *check(cluster) {
      if (isServerless(cluster)) {
        yield "a serverless cluster can't have a key of the account's: use a provisioned one";
        return;
      }
      const transit = clientBroker(cluster);
      if (transit !== "TLS") yield `clients reach the brokers by ${transit ?? "nothing stated"}, allowed is TLS`;
      if (!encryptsInCluster(cluster)) yield "brokers speak plain text to each other";
      const key = clusterKey(cluster);
      if (!isOwnKey(key)) yield `${key.path} is no KMS key of the account's own`;
    },
  },
});
