# One decision from everybody's rules: the core's, the domain's (mesh.policies) and those that contracts imply
# (mesh.contracts, generated). The sets are united here, so that a domain denies more and never less.
package mesh.decision

violation contains finding if some finding in data.mesh.policies.violation

violation contains finding if some finding in data.mesh.contracts.violation

# A rule's mode is its own: `log` only records, `mask` lets the record pass without the field that the rule names.
# Whatever else is said, or nothing, denies.
denial contains finding if {
	some finding in violation
	not object.get(finding, "mode", "deny") in {"log", "mask"}
}

# Without this rule's own word nothing passes: a sidecar asks for it, and takes undefined for no.
default allow := false

allow if count(denial) == 0

# Fields that whoever isn't cleared for them gets only hidden: those that contracts classify as restricted, and those of
# rules that mask.
mask contains field if some field in data.mesh.contracts.mask

mask contains field if {
	some finding in violation
	object.get(finding, "mode", "deny") == "mask"
	field := object.get(finding, "field", "")
}
