"""The outbox engine. Every message is a row first: previewed, sent, retried, shown."""
