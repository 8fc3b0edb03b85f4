"""The law that cases are measured by, as dated tables. No body sets it: see the README beside."""
