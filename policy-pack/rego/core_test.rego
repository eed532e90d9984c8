package mesh.policies_test

import data.mesh.policies

base := {
	"method": "POST",
	"path": "/things",
	"body": {"id": "t-1"},
	"product": {"id": "things", "domain": "any", "version": "1.0.0"},
	"contract": {"id": "things", "version": "1.0.0", "status": "active"},
}

messages(request) := {violation.msg | some violation in policies.violation with input as request}

with_body(body) := object.union(object.remove(base, {"body"}), {"body": body})

core_messages(request) := {msg | some msg in messages(request); startswith(msg, "Field")}

test_object_body_passes if not "Body must be a JSON object" in messages(base)

test_any_other_body_denied if {
	every body in ["text", 1, null, [], [{"id": "t-1"}]] {
		"Body must be a JSON object" in messages(with_body(body))
	}
}

test_retired_contract_denied if {
	request := object.union(base, {"contract": {"status": "Retired"}})
	"Contract 'things' 1.0.0 is retired and takes no new records" in messages(request)
}

test_active_contract_passes if {
	every msg in messages(base) {
		not contains(msg, "retired")
	}
}

test_credential_denied if {
	core_messages(with_body({"id": "t-1", "Password": "x"})) == {"Field 'Password' must not be published: it looks like a credential"}
}

test_credential_value_never_in_message if {
	every msg in messages(with_body({"api_key": "sk-very-secret"})) {
		not contains(msg, "sk-very-secret")
	}
}

test_other_names_pass if core_messages(with_body({"id": "t-1", "passwordless": true, "pinned": true})) == set()
