"""What the body must do, as data in readable TOML: its duties to publish, and their calendar."""
