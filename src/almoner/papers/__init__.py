"""Papers of agreements: documents kept inside, and the copies of contracts that anyone may read."""
