package mesh.stock_test

import data.mesh.policies

messages(body) := {violation.msg |
	some violation in policies.violation with input as {"method": "POST", "path": "/stock", "body": body}
}

test_enough_on_hand_passes if messages({"on_hand": 5, "reserved": 5}) == set()

test_more_reserved_than_on_hand_denied if {
	messages({"on_hand": 5, "reserved": 6}) == {"Reserved 6 is more than the 5 on hand"}
}

test_without_reservations_passes if messages({"on_hand": 5}) == set()
