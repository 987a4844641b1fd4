"""Checks the signature of a time stamp, with the extra `timestamps`.

Two questions, kept apart. Does the signature fit the statement and the certificate that came with it? And does that
certificate lead to one that the reader trusts? Only the reader can answer whom to trust, so the second is asked only
when a certificate is given.
"""

import hashlib
import re
import warnings
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from archive.errors import FullpictureError
from archive.timestamp_token import Signer, Stamp, elements, printable

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

INSTALL = "uv tool install '.[timestamps]'"
_HASHES = {f"60864801650304020{n}": name for n, name in ((1, "sha256"), (2, "sha384"), (3, "sha512"))}
_RSA = {"2a864886f70d010101": ""} | {
    f"2a864886f70d01010{n:x}": f"sha{size}" for n, size in ((11, 256), (12, 384), (13, 512))
}
_METHODS = _RSA | {f"2a8648ce3d04030{n}": f"sha{size}" for n, size in ((2, 256), (3, 384), (4, 512))}
"""Ways to sign, and the hash that each names; RSA alone names none. Others (PSS) are not checked here."""
_MESSAGE_DIGEST = bytes.fromhex("2a864886f70d010904")


class NoCertificate(FullpictureError):
    """What was named as a certificate is none."""


class Trust(Enum):
    """How far the check of a signature came."""

    NOT_CHECKED = "not checked"
    SIGNED = "signed"  # fits the certificate inside; nobody asked whether that one is trusted
    TRUSTED = "trusted"  # and that one leads to the certificate given
    NOT_TRUSTED = "not trusted"  # it does not
    BROKEN = "broken"


class Judgement(NamedTuple):
    """How far the check came, and who signed, or why it went no further."""

    trust: Trust
    words: str


def judge(answer: bytes, stamp: Stamp, authority: bytes = b"") -> Judgement:
    """Check the signature in `answer`; with `authority` (certificates, PEM or DER) also the chain up to one of them."""
    try:
        import rfc3161_client  # noqa: F401
        from cryptography.exceptions import UnsupportedAlgorithm
    except ImportError:
        return Judgement(Trust.NOT_CHECKED, f"checking needs an extra: {INSTALL}")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of certificates that are odd but readable: nothing for a person here
            found = _signed(stamp)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        return Judgement(Trust.NOT_CHECKED, f"its certificate cannot be read here ({printable(str(error))})")
    if found.trust is not Trust.SIGNED or not authority:
        return found
    return _chain(answer, stamp, authority, found.words)


def _signed(stamp: Stamp) -> Judgement:
    """Whether the one signature is by a time-stamping certificate inside, over this very statement."""
    if len(stamp.signers) != 1:
        return Judgement(Trust.NOT_CHECKED, f"it has {len(stamp.signers)} signatures")
    signer = stamp.signers[0]
    certificate = _certificate(stamp, signer)
    name = _HASHES.get(signer.digest)
    if certificate is None or name is None or _METHODS.get(signer.method) not in ("", name):
        return Judgement(Trust.NOT_CHECKED, "it is signed in a way that is not known here, or without its certificate")
    if _message_digest(signer) != hashlib.new(name, stamp.info).digest():
        return Judgement(Trust.BROKEN, "what was signed is another statement")
    if not _stamps_time(certificate):
        return Judgement(Trust.BROKEN, "the certificate that signed it is not one for time stamps")
    if not _names(signer, certificate):
        return Judgement(Trust.BROKEN, "the certificate in it is another one than the signer named")
    who = printable(certificate.subject.rfc4514_string())
    return Judgement(_fits(certificate, signer, name), who)


def _certificate(stamp: Stamp, signer: Signer) -> "Certificate | None":
    from cryptography import x509

    for one in map(x509.load_der_x509_certificate, stamp.certificates):
        if one.serial_number == signer.serial and one.issuer.public_bytes() == signer.issuer:
            return one
    return None


def _message_digest(signer: Signer) -> bytes:
    for attribute in elements(elements(signer.signed)[0].body):
        name, values = elements(attribute.body)
        if name.body == _MESSAGE_DIGEST:
            (digest,) = elements(values.body)
            return digest.body
    return b""


def _names(signer: Signer, certificate: "Certificate") -> bool:
    """Whether what was signed holds a hash of the certificate, as RFC 3161 asks (ESSCertID), so that none is put in its place."""
    from cryptography.hazmat.primitives.serialization import Encoding

    whole = certificate.public_bytes(Encoding.DER)
    kinds = ("sha256", "sha384", "sha512", "sha1")
    return any(hashlib.new(kind, whole, usedforsecurity=False).digest() in signer.signed for kind in kinds)


def _stamps_time(certificate: "Certificate") -> bool:
    from cryptography import x509
    from cryptography.x509.oid import ExtendedKeyUsageOID

    try:
        usage = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage)
    except x509.ExtensionNotFound:
        return False
    return usage.critical and list(usage.value) == [ExtendedKeyUsageOID.TIME_STAMPING]


def _fits(certificate: "Certificate", signer: Signer, name: str) -> Trust:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

    key, kind = certificate.public_key(), getattr(hashes, name.upper())()
    try:
        if isinstance(key, rsa.RSAPublicKey):
            key.verify(signer.signature, signer.signed, padding.PKCS1v15(), kind)
        elif isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(signer.signature, signer.signed, ec.ECDSA(kind))
        else:
            return Trust.NOT_CHECKED
    except InvalidSignature:
        return Trust.BROKEN
    return Trust.SIGNED


def _chain(answer: bytes, stamp: Stamp, authority: bytes, who: str) -> Judgement:
    import rfc3161_client as client

    roots = _certificates(authority)
    if _certificate(stamp, stamp.signers[0]) in roots:
        return Judgement(Trust.TRUSTED, who)
    builder = client.VerifierBuilder()
    for root in dict.fromkeys(roots):
        builder = builder.add_root_certificate(root)
    try:
        builder.build().verify(client.decode_timestamp_response(answer), stamp.imprint)
    except client.VerificationError as error:
        reason = re.search(r"Verify error: ?([^\"]+)", str(error))
        return Judgement(Trust.NOT_TRUSTED, f"signed by {who}; {reason[1] if reason else printable(str(error))}")
    except ValueError:  # it refuses sound answers whose certificates are not in order, among others
        return Judgement(
            Trust.NOT_CHECKED, "the way to the certificate given cannot be followed in it by the library here"
        )
    return Judgement(Trust.TRUSTED, who)


def _certificates(authority: bytes) -> list["Certificate"]:
    """The certificates in a file that a person named, as PEM or DER."""
    from cryptography import x509

    try:
        return (
            x509.load_pem_x509_certificates(authority)
            if b"-----BEGIN" in authority
            else [x509.load_der_x509_certificate(authority)]
        )
    except ValueError as error:
        raise NoCertificate("The file given with --tsa-certificate holds no certificate.") from error
