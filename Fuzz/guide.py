"""Runs every command that the page /api shows, in its order. usage: guide.py ADDRESS TOKEN"""
import html, json, os, re, subprocess, sys, urllib.request

address, token = sys.argv[1:3]
count = 0
for language in ("vi", "en"):
    ask = urllib.request.Request(address + "/api", headers={"Accept-Language": language, "Accept": "text/html"})
    page = urllib.request.urlopen(ask, timeout=20).read().decode()
    commands = [html.unescape(c) for c in re.findall(r'<pre class="command"[^>]*><code>(.*?)</code></pre>', page, re.S)]
    assert len(commands) >= 5, f"the page shows {len(commands)} commands"
    for command in commands:
        done = subprocess.run(
            ["bash", "-c", command], capture_output=True, text=True, timeout=60,
            env={**os.environ, "MOTCUA": address, "TOKEN": token},
        )
        assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
        assert isinstance(json.loads(done.stdout), dict), command
        count += 1
print(f"{count} checks passed: the commands of the page /api")
