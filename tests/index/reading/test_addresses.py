"""Addresses that a stranger may not make us connect to."""

from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.reading.web.addresses import is_odd_number, is_public


@pytest.mark.parametrize(
    "address",
    "127.0.0.1 127.9.9.9 10.0.0.1 172.16.0.1 172.31.255.255 192.168.1.1 169.254.169.254 100.64.0.1 100.127.255.255 0.0.0.0 "
    "0.1.2.3 192.0.0.8 192.0.2.1 198.18.0.1 198.51.100.7 203.0.113.9 224.0.0.1 239.1.1.1 240.0.0.1 255.255.255.255 "
    "192.88.99.1 ::1 :: fe80::1 fe80::1%eth0 fc00::1 fd12::1 fec0::1 ff02::1 2001:db8::1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 "
    "::ffff:a9fe:a9fe ::127.0.0.1 2002:7f00:1::1 2002:a00:1::1 64:ff9b::7f00:1 64:ff9b::10.0.0.1 64:ff9b:1::a00:1 "
    "64:ff9b:1::808:808 64:ff9b:1:7f00:0:100:808:808 3fff::1 5f00::1 2001:10::1 2001:20::1 2001:2::1 4000::1 "
    "2607:f8b0::200:5efe:7f00:1 2607:f8b0::5efe:10.0.0.1 ::ffff:0:127.0.0.1 168.63.129.16 "
    "2001:0:7f00:1::1 2001:0:4136:e378:8000:63bf:f5ff:fffe 100::1 localhost 0x7f.1 not-an-address".split(),
)
def test_refused(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "address", "93.184.216.34 8.8.8.8 100.63.1.1 2606:2800:220:1::1 ::ffff:8.8.8.8".split()
)
def test_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "host",
    "2130706433 0x7f000001 017700000001 0177.0.0.1 127.1 127.0.1 0x7f.0.0.1 1.2.3.4. 0 08.8.8.8 999.1.1.1".split(),
)
def test_odd_numbers(host: str) -> None:
    assert is_odd_number(host)


@pytest.mark.parametrize("host", "127.0.0.1 example.org 1and1.example face.example x.0x1 ::1".split())
def test_no_odd_numbers(host: str) -> None:
    assert not is_odd_number(host)


@given(st.ip_addresses(v=4))
def test_wrapping_never_helps(address: ipaddress.IPv4Address) -> None:
    value = int(address)
    for wrapped in (
        ipaddress.IPv6Address((0xFFFF << 32) | value),
        ipaddress.IPv6Address((0x2002 << 112) | (value << 80) | 1),
        ipaddress.IPv6Address((0x64FF9B << 96) | value),
    ):
        assert is_public(str(address)) or not is_public(str(wrapped))
