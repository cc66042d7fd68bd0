"""Which addresses belong to the internet, and which to somebody's own network. Imports no Django."""

import ipaddress


def is_public(*, address: str) -> bool:
    """Return whether an IP address belongs to the internet and to nobody's own network.

    An IPv6 address that wraps an IPv4 address is judged by what it wraps.
    """
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        wrapped = found.ipv4_mapped or found.sixtofour or _nat64(found)
        if wrapped is not None:
            return is_public(address=str(wrapped))
        if found.teredo is not None:
            return False
    return found.is_global and not found.is_multicast


def _nat64(found: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    if found in ipaddress.IPv6Network("64:ff9b::/96"):
        return ipaddress.IPv4Address(int(found) & 0xFFFF_FFFF)
    return None
