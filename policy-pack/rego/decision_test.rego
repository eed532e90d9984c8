package mesh.decision_test

import data.mesh.decision

request := {
	"method": "READ",
	"path": "/things",
	"body": {"id": "t-1"},
	"product": {"id": "things", "domain": "any", "version": "1.0.0"},
	"contract": {"id": "things", "version": "1.0.0", "status": "active"},
}

test_nothing_found_passes if {
	decision.allow with input as request
		with data.mesh.policies.violation as set()
		with data.mesh.contracts.violation as set()
}

test_findings_are_united if {
	decision.violation == {{"msg": "core"}, {"msg": "contract"}} with data.mesh.policies.violation as {{"msg": "core"}}
		with data.mesh.contracts.violation as {{"msg": "contract"}}
}

test_either_denies if {
	every rules in [[{{"msg": "x"}}, set()], [set(), {{"msg": "x"}}]] {
		not decision.allow with data.mesh.policies.violation as rules[0]
			with data.mesh.contracts.violation as rules[1]
	}
}

test_modes_that_pass if {
	every mode in ["log", "mask"] {
		decision.allow with data.mesh.policies.violation as {{"msg": "x", "mode": mode}}
			with data.mesh.contracts.violation as set()
	}
}

test_any_other_mode_denies if {
	every mode in ["deny", "allow", "LOG", "", null, 1] {
		not decision.allow with data.mesh.policies.violation as {{"msg": "x", "mode": mode}}
			with data.mesh.contracts.violation as set()
	}
}

test_a_milder_finding_takes_no_denial_away if {
	decision.denial == {{"msg": "x"}} with data.mesh.policies.violation as {{"msg": "x"}, {"msg": "x", "mode": "log"}}
		with data.mesh.contracts.violation as set()
}

test_without_contracts_the_core_still_denies if {
	not decision.allow with input as object.union(request, {"method": "POST", "body": {"id": "t-1", "password": "x"}})
}

test_fields_to_mask_are_united if {
	decision.mask == {"iban", "note"} with data.mesh.contracts.mask as {"iban"}
		with data.mesh.policies.violation as {{"msg": "x", "mode": "mask", "field": "note"}, {"msg": "y", "field": "id"}}
		with data.mesh.contracts.violation as set()
}
