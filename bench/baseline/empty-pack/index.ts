/** A policy pack that allows everything: what a pack costs before it has a single rule. */
import { PolicyPack } from "@pulumi/policy";

new PolicyPack("empty", { enforcementLevel: "mandatory", policies: [] });
