"""What the scenarios stand on: a service of their own, nodes with a real sshd, and claims that say what they found."""

from harness.claims import Broken, claim, equal, scenario, until
from harness.service import APIError, FakeClock, Service

__all__ = ["APIError", "Broken", "FakeClock", "Service", "claim", "equal", "scenario", "until"]
