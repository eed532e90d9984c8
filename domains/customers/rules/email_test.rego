package mesh.email_test

import data.mesh.policies

messages(body) := {violation.msg |
	some violation in policies.violation with input as {"method": "POST", "path": "/profiles", "body": body}
}

test_normal_email_passes if messages({"email": "ada@example.org"}) == set()

test_no_email_passes if messages({"customer_id": "c-1"}) == set()

test_upper_case_denied_without_the_address if {
	messages({"email": "Ada@example.org"}) == {"E-mail must be in lower case and without surrounding space"}
}

test_space_denied if count(messages({"email": " ada@example.org"})) == 1
