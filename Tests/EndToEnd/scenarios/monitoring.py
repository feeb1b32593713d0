"""/health, /ready and /metrics, over TCP and over the socket."""

import re
import urllib.request

from harness import Service, claim, equal, scenario

LINE = re.compile(r'^[a-zA-Z_:][a-zA-Z0-9_:]*(\{([a-zA-Z_]\w*="([^"\\\n]|\\.)*",?)*\})? [-+]?([0-9.]+(e[-+]?[0-9]+)?|Inf|NaN)$')


def monitoring(directory, stack):
    service = Service(directory, stack).start()
    service.add_local("node-1", "Workload=Test")
    service.window("nightly", schedule="rate(1 day)")

    def tcp(path):
        with urllib.request.urlopen(f"http://127.0.0.1:{service.port}{path}", timeout=10) as answer:
            return answer.status, answer.read().decode(), answer.headers["Content-Type"]

    for path in ("/health", "/ready"):
        equal(f"{path} over TCP, unsigned", tcp(path)[0], 200)
        equal(f"{path} over the socket", service.get(path)[0], 200)
    status, text, kind = tcp("/metrics")
    equal("/metrics is Prometheus text", (status, kind.split(";")[0]), (200, "text/plain"))
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    wrong = [line for line in lines if not LINE.match(line)]
    claim("every line of it can be parsed", not wrong, wrong)
    values = dict(line.rsplit(" ", 1) for line in lines)
    equal("it counts windows and nodes", (float(values['mwd_windows{state="enabled"}']), float(values["mwd_nodes"])), (1, 1))
    claim("it knows when the next window opens", 86_000 < float(values["mwd_next_opening_seconds"]) <= 86_400, values)
    declared = set(re.findall(r"^# TYPE (\S+)", text, re.MULTILINE))
    claim("every metric has its type", all(
        re.sub(r"_(sum|count)$", "", re.split(r"[{ ]", line)[0]) in declared or re.split(r"[{ ]", line)[0] in declared
        for line in lines), lines)
    before = sum(float(v) for k, v in values.items() if k.startswith("mwd_requests_total"))
    for _ in range(5):
        service.call("DescribeMaintenanceWindows")
    after = dict(line.rsplit(" ", 1) for line in tcp("/metrics")[1].splitlines() if line and line[0] != "#")
    grown = sum(float(v) for k, v in after.items() if k.startswith("mwd_requests_total")) - before
    claim("requests are counted", grown >= 5, grown)
    # Names that callers invent must not become labels.
    for number in range(20):
        try:
            service.call(f"Invented{number}")
        except Exception:  # noqa: S110
            pass
    claim("an invented operation is no label", "Invented" not in tcp("/metrics")[1])
    equal("status says the same", service.ctl("status")["Counts"]["Windows"], 1)
    equal("doctor finds nothing", service.run("doctor").returncode, 0)


scenario(monitoring)
