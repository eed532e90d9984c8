# After a night's count every level is read again: reading must not be slower than writing.
package mesh.guardrails.inventory.inventory_replay_quota

violation contains {"msg": msg} if {
	reads := to_number(input.props.config.consumer_byte_rate)
	writes := to_number(input.props.config.producer_byte_rate)
	reads < writes
	msg := sprintf("consumer_byte_rate is %v, below the producer_byte_rate of %v", [reads, writes])
}
