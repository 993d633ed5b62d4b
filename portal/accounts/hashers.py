"""Password hashing whose memory and concurrency have a ceiling.

Ninety-three officers sign in on the same morning. Django's Argon2 takes 100 MiB and two lanes for
each; here one hash takes 19 MiB (the OWASP minimum for two passes), and a worker computes at most
two at a time, the others wait their turn.
"""

from threading import BoundedSemaphore

from django.contrib.auth.hashers import Argon2PasswordHasher

CONCURRENT_HASHES = 2

_turns = BoundedSemaphore(CONCURRENT_HASHES)


class BoundedArgon2PasswordHasher(Argon2PasswordHasher):
    time_cost = 2
    memory_cost = 19 * 1024  # KiB
    parallelism = 1

    def encode(self, password, salt):
        with _turns:
            return super().encode(password, salt)

    def verify(self, password, encoded):
        with _turns:
            return super().verify(password, encoded)
