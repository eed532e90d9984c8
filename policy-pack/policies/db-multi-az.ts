import { ofEach } from "../lib/aws";
import { DB_CLUSTERS, DB_TYPES, dbKind, isAurora, membersOf } from "../lib/aws-rds";
import { guardrail } from "../lib/guardrail";

export default guardrail({
  id: "db-multi-az",
  section: "databases",
  source: "CKV_AWS_157; AwsSolutions-RDS3",
  description: "A database runs in more than one availability zone: an Aurora cluster by its instances.",
  rationale: "A zone fails as a whole, and takes a database with it that is nowhere else.",
  fix: "set multiAz: true; give an Aurora cluster at least two instances, in this stack and in different zones",
  parameters: {
    minimumInstances: {
      unit: "instances",
      default: 2,
      direction: "up",
      description: "Fewest instances of an Aurora cluster.",
    },
  },
  resource: {
    types: DB_TYPES,
    *check(db) {
      if (dbKind(db) === "instance" && !db.props.at("multiAz").flag()) yield "multiAz is not true";
    },
  },
  *stack(stack, { values }) {
    // A cluster that isn't Aurora's has three zones by itself.
    yield* ofEach(stack.ofType(...DB_CLUSTERS), function* (cluster) {
      if (!isAurora(cluster)) return;
      const { urn } = cluster;
      const members = membersOf(stack, cluster);
      if (members.length < values.minimumInstances) {
        const message = `has ${members.length} instances in this stack, at least ${values.minimumInstances} are needed`;
        yield { urn, message };
        return;
      }
      // An instance that names no zone is put into one that has none yet.
      const zones = members.map(({ props }) => props.at("availabilityZone").text());
      if (zones.every((zone) => zone !== undefined && zone === zones[0])) {
        yield { urn, message: `all its instances are in ${zones[0]}` };
      }
    });
  },
});
