"""What stands in deploy/: the proxy's configuration, the units of systemd, the container file."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests import proxy

ROOT = Path(__file__).parent.parent
CONFIG = proxy.CONFIG.read_text()
HARDENED = "ProtectSystem=strict NoNewPrivileges=yes ProtectHome=yes PrivateTmp=yes PrivateDevices=yes"


@pytest.mark.skipif(not proxy.is_installed(), reason="nginx is not installed here; .ci/run installs it")
def test_nginx_takes_our_configuration_and_passes_on_who_asked_for_what(tmp_path):
    with proxy.proxy(proxy.free_port(), tmp_path):
        pass  # it was checked, and came up
    locations = re.findall(r"location [^{]*\{[^}]*\}", CONFIG)
    assert len(locations) > 5
    # One header of its own, and a location would lose all that the server block sets.
    assert [each for each in locations if "proxy_set_header" in each] == []


def test_nothing_of_one_person_is_kept_by_the_proxy():
    kept = [each for each in re.findall(r"location ([^{]*)\{([^}]*)\}", CONFIG) if "proxy_cache ccsis" in each[1]]
    assert [place.strip() for place, _rules in kept] == ["/"]
    assert "proxy_no_cache $ccsis_is_personal;" in kept[0][1] and "proxy_cache_bypass $ccsis_is_personal;" in kept[0][1]
    private = re.search(r"location ~ (\^/\S+)", CONFIG)[1]
    for path in ("/accounts/login/", "/submit/open/", "/ru/submissions/x/", "/preview/x/", "/calendar/x.ics"):
        assert re.search(private, path), path
    assert not re.search(private, "/analyses/") and "location /admin/" in CONFIG


@pytest.mark.parametrize("unit", sorted((ROOT / "deploy" / "systemd").iterdir()), ids=lambda path: path.name)
def test_units_are_hardened_and_systemd_takes_them(unit):
    text = unit.read_text()
    if unit.suffix == ".service":
        assert [line for line in HARDENED.split() if line not in text.splitlines()] == []
    if shutil.which("systemd-analyze"):
        said = subprocess.run(["systemd-analyze", "verify", unit], capture_output=True, text=True, check=False).stderr
        ours = [line for line in said.splitlines() if unit.name in line and "is not executable" not in line]
        assert ours == []


def test_the_container_has_what_the_programs_need():
    text = (ROOT / "deploy" / "Containerfile").read_text()
    copied = set(re.findall(r"^COPY (\S+)", text, re.M))
    assert set("manage.py ccsis articles submissions templates static deploy requirements.lock".split()) <= copied
    assert "USER ccsis" in text and "--require-hashes" in text
