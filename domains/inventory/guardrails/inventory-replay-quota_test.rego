package mesh.guardrails.inventory.inventory_replay_quota_test

import data.mesh.guardrails.inventory.inventory_replay_quota

quota(reads, writes) := {"props": {"config": {"consumer_byte_rate": reads, "producer_byte_rate": writes}}}

test_slower_reader_is_refused if {
	count(inventory_replay_quota.violation) == 1 with input as quota("1024", "2048")
}

test_equal_rates_pass if {
	count(inventory_replay_quota.violation) == 0 with input as quota("2048", "2048")
}
