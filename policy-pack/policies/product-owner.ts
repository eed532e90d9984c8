import { field } from "../lib/contracts";
import { guardrail } from "../lib/guardrail";

export default guardrail({
  id: "product-owner",
  section: "contracts",
  source: "ODPS team and support; the article's ownership policy",
  description: "A product has a team with a named owner and at least one support channel.",
  rationale: "A product that nobody answers for is nobody's product; readers have to know whom to ask.",
  fix: "fill `team` (a member with role owner) and `support` in the product's file",
  parameters: {
    minimumChannels: { unit: "support channels", default: 1, direction: "up", description: "Fewest support channels." },
  },
  product: function* (model, { values }) {
    const { team, support } = model;
    if (!team?.name?.trim()) yield { message: "the product has no team", at: field(model, "team") };
    if (!team?.owner?.username?.trim()) yield { message: "the team has no owner", at: field(model, "team.members") };
    const channels = support.filter(({ channel }) => channel.trim() !== "").length;
    if (channels < values.minimumChannels) {
      yield {
        message: `${channels} support channels, at least ${values.minimumChannels} needed`,
        at: field(model, "support"),
      };
    }
  },
});
