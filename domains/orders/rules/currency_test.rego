package mesh.currency_test

import data.mesh.policies

order := {"order_id": "o-1", "customer_id": "c-1", "amount": 12.5, "currency": "EUR"}

messages(body) := messages_at("/orders", body)

messages_at(path, body) := {violation.msg |
	some violation in policies.violation with input as {"method": "POST", "path": path, "body": body}
}

test_complete_order_passes if messages(order) == set()

test_missing_currency_denied if messages(object.remove(order, {"currency"})) == {"Missing 'currency' field"}

test_missing_currency_of_another_path_passes if {
	messages_at("/returns", object.remove(order, {"currency"})) == set()
}

test_lower_case_currency_denied if {
	messages(object.union(order, {"currency": "eur"})) == {"Currency 'eur' must be uppercase"}
}

test_mixed_case_currency_denied if {
	messages(object.union(order, {"currency": "eUR"})) == {"Currency 'eUR' must be uppercase"}
}

# Its type is the contract's business: the rule neither fails nor hides that.
test_currency_of_another_type_passes if messages(object.union(order, {"currency": 978})) == set()
