"""The proof that a policy's flows keep what they promise: `proof` is the door; it walks every combination of facts."""
