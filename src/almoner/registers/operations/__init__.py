"""What registers do: read files in, and issue editions."""
