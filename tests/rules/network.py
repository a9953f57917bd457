"""obstat has no network code: neither libcurl nor TLS is linked to it, no name is looked up, and
nothing but obstat-net uses the room fetch. What to do: ask obstat-net (service/net.h)."""
import os
import re
import subprocess

from tree import room_of

BROKEN = {
    "engine/CMakeLists.txt": "room(base)\nroom(fetch USES base)\nroom(service USES base fetch)\n",
    "engine/service/a.c": '#include <netdb.h>\n#include <sys/socket.h>\n',
    "engine/cli/b.c": "#include <netinet/in.h>\n",
}
FINDS = ["engine/CMakeLists.txt:3", "engine/service/a.c:1", "engine/cli/b.c:1"]

# Sockets between processes of one machine are none of the network's.
HEADERS = re.compile(r'\s*#\s*include\s+<(netdb\.h|arpa/.*|netinet/.*|resolv\.h)>')
LIBRARIES = re.compile(r"lib(curl|ssl|gnutls|nghttp2|resolv)[.-]")
CALLS = {"getaddrinfo", "gethostbyname", "res_query", "SSL_connect", "curl_easy_perform"}


def find(tree):
    for number, line in tree.lines("engine/CMakeLists.txt"):
        match = re.match(r"room\((\w+)\s*(.*)\)", line)
        if match and match.group(1) != "fetch" and re.search(r"\bfetch\b", match.group(2)):
            yield "engine/CMakeLists.txt", number, f"{match.group(1)} uses fetch, which is obstat-net's alone"
    for path in tree.files("engine/*.c", "engine/*.h"):
        for number, line in tree.lines(path):
            if HEADERS.match(line) and room_of(path) != "fetch":
                yield path, number, "the network is obstat-net's alone"
    yield from linked(tree)


def linked(tree):
    """What the program that was built needs of others, where it was built of this tree."""
    program = os.environ.get("OBSTAT")
    if not program or not os.path.exists(program) or not tree.exists("engine/main.c"):
        return
    dynamic = subprocess.run(["readelf", "-d", "-W", program], capture_output=True, text=True).stdout
    for library in re.findall(r"\(NEEDED\).*\[(.*?)\]", dynamic):
        if LIBRARIES.match(library):
            yield "engine/main.c", 1, f"obstat is linked to {library}"
    symbols = subprocess.run(["nm", "-D", "--undefined-only", program], capture_output=True, text=True).stdout
    for name in re.findall(r"\bU (\w+)", symbols):
        if name in CALLS:
            yield "engine/main.c", 1, f"obstat calls {name}"
