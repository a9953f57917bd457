#!/bin/sh
# verify.sh [VKEY]: checks this export with sh, ssh-keygen, openssl and Python's standard library.
#
# VKEY is the log's key, or a file that has it, as its owner told you and not as this folder has it.
# Without it the export is only shown to agree with itself. Ends with one line, and status 0 or 4;
# with 2 where VKEY is neither, and with 6 where a program is missing.
vkey=${1:-}
case $vkey in
'' | *+????????+*) ;;
*)
    [ -f "$vkey" ] || { echo "NOT VERIFIED: $vkey is neither a vkey nor a file that has one"; exit 2; }
    vkey=$(head -c 4096 <"$vkey")
    ;;
esac
cd "$(dirname "$0")" || exit 6
for program in python3 ssh-keygen openssl; do
    command -v "$program" >/dev/null || { echo "NOT VERIFIED: $program is needed"; exit 6; }
done
exec python3 -I - "$vkey" <<'PYTHON'
import base64, hashlib, json, os, re, struct, subprocess, sys, tempfile

EM_DASH = "\u2014"
WORDS = {"adoption": "adopt", "registration": "register", "decision": "decide",
         "approval": "approve", "waiver": "waive", "restore": "restore", "erasure": "erase",
         "annotation": "annotate"}
MOVES = ("register", "promote", "reject", "suspend", "resume", "rollback", "deprecate", "retire",
         "archive", "hold", "expire")
SIGNER = re.compile(r'([a-z0-9._@-]+) (namespaces="[^" ]*"(?:,valid-(?:after|before)="[0-9]{14}Z")*)'
                    r' (ssh-ed25519|sk-ssh-ed25519@openssh\.com) ([A-Za-z0-9+/]+=*)')


class Wrong(Exception):
    pass


def need(holds, what):
    if not holds:
        raise Wrong(what)


def read(path):
    """A file of this folder itself: no link, nothing that would keep us waiting."""
    whole = os.path.join(os.path.realpath("."), path)
    need(os.path.isfile(path) and os.path.realpath(path) == whole, f"{path} is no file that is here")
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError as error:
        raise Wrong(f"{path}: {error.strerror}")


def no_twins(pairs):
    names = [name for name, _ in pairs]
    need(len(names) == len(set(names)), "a document has a name twice")
    return dict(pairs)


def document(text, what):
    try:
        return json.loads(text, object_pairs_hook=no_twins)
    except ValueError as error:
        raise Wrong(f"{what} is no JSON: {error}")


def sha(data):
    return hashlib.sha256(data).digest()


def written(digest):
    return "sha256:" + digest.hex()


def leaf_hash(entry):
    return sha(b"\0" + entry)


def node_hash(left, right):
    return sha(b"\1" + left + right)


def root_of(hashes):
    """RFC 6962, section 2.1, by the peaks from left to right."""
    peaks = []
    for nth, leaf in enumerate(hashes):
        peaks.append(leaf)
        while nth & 1:
            right = peaks.pop()
            peaks.append(node_hash(peaks.pop(), right))
            nth >>= 1
    if not peaks:
        return sha(b"")
    root = peaks.pop()
    while peaks:
        root = node_hash(peaks.pop(), root)
    return root


def path_root(index, size, leaf, path):
    """RFC 9162, section 2.1.3.2."""
    node, last, root = index, size - 1, leaf
    for hash in path:
        need(last > 0, "a path is too long")
        if node & 1 or node == last:
            root = node_hash(hash, root)
            while node and not node & 1:
                node, last = node >> 1, last >> 1
        else:
            root = node_hash(root, hash)
        node, last = node >> 1, last >> 1
    need(last == 0, "a path is too short")
    return root


def run(command, data=None):
    done = subprocess.run(command, input=data, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    return done.returncode == 0, done.stdout.decode("utf-8", "replace").strip()


def ssh_line(point):
    blob = struct.pack(">I", 11) + b"ssh-ed25519" + struct.pack(">I", 32) + point
    return "ssh-ed25519 " + base64.b64encode(blob).decode()


def pem(point):
    info = bytes.fromhex("302a300506032b6570032100") + point
    return f"-----BEGIN PUBLIC KEY-----\n{base64.b64encode(info).decode()}\n-----END PUBLIC KEY-----\n"


def word_of(act, said):
    """The first word of the namespace in which a person signs it; none where nobody may."""
    if act == "identity":
        return "revoke" if said["change"] == "revoke" else "enroll"
    if act == "transition":
        return said["change"] if said["change"] in MOVES else None
    return WORDS.get(act)


class Check:
    def __init__(self, scratch, wanted_key):
        self.scratch, self.wanted_key = scratch, wanted_key

    def scratch_file(self, name, data):
        path = os.path.join(self.scratch, name)
        with open(path, "wb") as file:
            file.write(data)
        return path

    def openssl(self, point, data, signature, what):
        key = self.scratch_file("key.pem", pem(point).encode())
        body = self.scratch_file("body", data)
        holds, said = run(["openssl", "pkeyutl", "-verify", "-pubin", "-inkey", key, "-rawin",
                           "-in", body, "-sigfile", self.scratch_file("signature", signature)])
        need(holds, f"{what}: {said}")

    # ---- the list of files ----

    def manifest(self):
        bytes = read("manifest.json")
        self.about = about = document(bytes, "manifest.json")
        need(about.get("obstat") == "export/v1", "manifest.json is no export/v1")
        self.vkey()
        read("manifest.json.sig")
        signers = f"log {ssh_line(self.log_point)}\n".encode()
        holds, said = run(["ssh-keygen", "-Y", "verify", "-f",
                           self.scratch_file("log_signers", signers), "-I", "log", "-n",
                           "export@" + about["origin"], "-s", "manifest.json.sig"], bytes)
        need(holds, f"manifest.json is not what the log's key signed: {said}")
        listed = {row["path"]: row for row in about["files"]}
        for path, row in sorted(listed.items()):
            need(re.fullmatch(r"[A-Za-z0-9._/-]+", path) and ".." not in path, f"the path {path!r}")
            data = read(path)
            need(len(data) == row["size"] and written(sha(data)) == row["digest"],
                 f"{path} was changed")
        there = {os.path.relpath(os.path.join(folder, name), ".")
                 for folder, below, names in os.walk(".")
                 for name in names + [name for name in below
                                      if os.path.islink(os.path.join(folder, name))]}
        extra = sorted(there - set(listed) - {"manifest.json", "manifest.json.sig"})
        need(not extra, f"{extra and extra[0]} is not listed in manifest.json")

    def vkey(self):
        vkey = self.about["key"]
        need(read("keys/log.vkey").decode().strip() == vkey, "keys/log.vkey is another key")
        need(not self.wanted_key or vkey == self.wanted_key,
             f"the export is signed by {vkey}, and not by the key that was given")
        name, id, coded = vkey.split("+", 2)
        key = base64.b64decode(coded, validate=True)
        need(name == self.about["origin"] and len(key) == 33 and key[0] == 1, "the log's key")
        need(sha(name.encode() + b"\n" + key)[:4].hex() == id, "the log's key has another id")
        self.log_name, self.log_id, self.log_point = name, bytes.fromhex(id), key[1:]

    # ---- the log ----

    def checkpoint(self, path):
        text = read(path).decode("utf-8")
        body, signatures = text[:text.rindex("\n\n") + 1], text[text.rindex("\n\n") + 2:]
        lines = body.split("\n")
        need(lines[0] == self.about["origin"], f"{path} is of another log")
        for line in signatures.splitlines():
            dash, name, coded = line.split(" ")
            signature = base64.b64decode(coded, validate=True)
            if dash == EM_DASH and name == self.log_name and signature[:4] == self.log_id:
                self.openssl(self.log_point, body.encode(), signature[4:],
                             f"{path} is not what the log's key signed")
                return int(lines[1]), base64.b64decode(lines[2], validate=True)
        raise Wrong(f"{path} is not signed by the log's key")

    def tile(self, folder, number, count):
        name = "/".join([f"x{group}" for group in self.groups(number)[:-1]] +
                        [self.groups(number)[-1]])
        return f"tile/{folder}/{name}" + ("" if count == 256 else f".p/{count}")

    @staticmethod
    def groups(number):
        digits = f"{number:03d}"
        digits = digits.zfill((len(digits) + 2) // 3 * 3)
        return [digits[at:at + 3] for at in range(0, len(digits), 3)]

    def tiles(self):
        """Every tile, from the leaves up: each is over the one below."""
        level, hashes = 0, []
        for number in range((self.size + 255) // 256):
            count = min(256, self.size - number * 256)
            path = self.tile("0", number, count)
            data = read(path)
            need(len(data) == count * 32, f"{path} has another size")
            hashes += [data[at:at + 32] for at in range(0, len(data), 32)]
        self.leaves = hashes
        need(root_of(hashes) == self.root, "the leaf hashes do not lead to the signed root")
        while len(hashes) >= 256:
            level += 1
            hashes = [root_of(hashes[at:at + 256]) for at in range(0, len(hashes) // 256 * 256, 256)]
            for number in range((len(hashes) + 255) // 256):
                part = hashes[number * 256:number * 256 + 256]
                path = self.tile(str(level), number, len(part))
                need(read(path) == b"".join(part), f"{path} is not over the tiles below it")

    def entries(self):
        entries = self.about["entries"]
        for number in range(entries["from"] // 256, entries["to"] // 256 + 1):
            count = min(256, self.size - number * 256)
            path = self.tile("entries", number, count)
            data, at = read(path), 0
            for nth in range(count):
                need(at + 2 <= len(data), f"{path} ends too early")
                size = struct.unpack_from(">H", data, at)[0]
                entry = data[at + 2:at + 2 + size]
                at += 2 + size
                index = number * 256 + nth
                need(len(entry) == size and leaf_hash(entry) == self.leaves[index],
                     f"entry {index} is not what its hash is over")
                if entries["from"] <= index <= entries["to"]:
                    yield index, entry
            need(at == len(data), f"{path} goes on behind its last entry")

    # ---- one entry ----

    def allowed_keys(self):
        """Machines sign plainly; their signature names its key by securesystemslib's id."""
        self.machines, self.listed, self.enrolled = {}, {}, {}
        for line in read("keys/allowed_signers").decode().splitlines():
            signer = SIGNER.fullmatch(line)
            need(signer, "keys/allowed_signers has a line that says more than who has which key")
            person, options, kind, coded = signer.groups()
            self.listed[person, f"{kind} {coded}"] = re.findall(r'valid-after="(.*?)Z"', options)
            point = base64.b64decode(coded)[-32:]
            if kind != "ssh-ed25519":
                continue
            described = json.dumps({"keytype": "ed25519", "keyval": {"public": point.hex()},
                                    "scheme": "ed25519"}, separators=(",", ":"), sort_keys=True)
            self.machines.setdefault(sha(described.encode()).hex(), []).append(
                (person, options, point))

    def keys_brought(self, statement, said, stamp):
        """Whose keys the log says they are, and from when on they count."""
        for admin in said.get("admins", []):
            self.enrolled[admin["id"], admin["key"]] = [stamp]
        if statement["predicateType"] == "urn:obstat:identity:v1" and said["change"] == "prove":
            self.enrolled[said["id"], said["key"]] = [stamp]

    def keys_listed(self):
        """With every entry at hand, keys/allowed_signers says no more than they do."""
        for signer, since in self.listed.items():
            need(self.enrolled.get(signer) == since,
                 f"keys/allowed_signers gives {signer[0]} a key that the log does not, or not then")

    def plain(self, index, act, said, stamp, pae, signature):
        """By the log's own key: its beginning, and what it refused. Decisions by a machine's."""
        if act in ("origin", "refusal"):
            need(said["by"] is None and (act == "refusal") == (index > 0),
                 f"entry {index} is no {act} of the log's own")
            self.openssl(self.log_point, pae, signature["bytes"], f"entry {index}")
            return
        need(act == "decision" and said["by"], f"entry {index}: {act} is signed plainly")
        for person, options, point in self.machines.get(signature["keyid"], []):
            after = re.search(r'valid-after="(\d+)Z"', options)
            before = re.search(r'valid-before="(\d+)Z"', options)
            if person == said["by"] and (not after or stamp >= after[1]) and \
                    (not before or stamp <= before[1]):
                self.openssl(point, pae, signature["bytes"], f"entry {index}")
                return
        raise Wrong(f"entry {index}: the key is not {said['by']}'s, or did not count then")

    def entry(self, index, leaf):
        entry = document(leaf, f"entry {index}")
        envelope = entry["envelope"]
        payload = base64.b64decode(envelope["payload"], validate=True)
        kind = envelope["payloadType"]
        pae = f"DSSEv1 {len(kind.encode())} {kind} {len(payload)} ".encode() + payload
        need(entry["index"] == index, f"entry {index} says that it is entry {entry['index']}")
        need(entry["time"] >= self.time, f"entry {index} is older than the one before it")
        self.time = entry["time"]
        number = f"{index:09d}"
        need(read(f"pae/{number}.bin") == pae, f"pae/{number}.bin is not of entry {index}")
        need(document(read(f"envelopes/{number}.json"), "an envelope") == envelope,
             f"envelopes/{number}.json is not of entry {index}")
        statement = document(payload, f"the statement of entry {index}")
        said = statement["predicate"]
        need(said["log"] == self.about["origin"], f"entry {index} is for another log")
        need(len(envelope["signatures"]) == 1, f"entry {index} has not one signature")
        signature = dict(envelope["signatures"][0])
        signature["bytes"] = base64.b64decode(signature["sig"], validate=True)
        stamp = re.sub(r"\D", "", entry["time"])
        act = statement["predicateType"].split(":")[2]
        if signature["bytes"][:6] != b"SSHSIG":
            need(read(f"sigs/{number}.raw") == signature["bytes"], f"sigs/{number}.raw")
            self.plain(index, act, said, stamp, pae, signature)
        else:
            self.ssh(index, number, act, said, stamp, pae, signature)
        self.keys_brought(statement, said, stamp)
        self.receipt(index, number, leaf)
        return written(sha(payload)), entry["time"]

    def ssh(self, index, number, act, said, stamp, pae, signature):
        armored = read(f"sigs/{number}.sig").decode().split("\n")
        need(base64.b64decode("".join(armored[1:-2])) == signature["bytes"],
             f"sigs/{number}.sig is not the signature of entry {index}")
        word = word_of(act, said)
        need(word, f"entry {index}: nobody signs a {act} so")
        person = said["by"] or self.records[index]["by"]
        holds, told = run(["ssh-keygen", "-Y", "verify", "-f", "keys/allowed_signers",
                           "-I", person, "-n", f"{word}@{said['log']}",
                           "-s", f"sigs/{number}.sig", "-O", f"verify-time={stamp}Z"], pae)
        need(holds, f"entry {index}: {told}")

    def receipt(self, index, number, leaf):
        path = f"proofs/{number}.tlog-proof"
        lines = read(path).decode().split("\n")
        need(lines[0] == "c2sp.org/tlog-proof@v1" and lines[1] == f"index {index}", path)
        end = lines.index("")
        hashes = [base64.b64decode(line, validate=True) for line in lines[2:end]]
        need("\n".join(lines[end + 1:]).encode() == read("checkpoint"), f"{path}: its checkpoint")
        need(path_root(index, self.size, leaf_hash(leaf), hashes) == self.root, path)

    # ---- all of it ----

    def earlier(self):
        if not os.path.exists("earlier/checkpoint"):
            return ""
        size, root = self.checkpoint("earlier/checkpoint")
        need(size <= self.size and root_of(self.leaves[:size]) == root,
             "the log does not go on from earlier/checkpoint")
        return f", going on from {size}"

    def all(self):
        self.manifest()
        self.size, self.root = self.checkpoint("checkpoint")
        need(self.size == self.about["size"] and written(self.root) == self.about["root"],
             "manifest.json speaks of another checkpoint")
        self.tiles()
        self.allowed_keys()
        rows = [document(line, "records.jsonl") for line in read("records.jsonl").splitlines()]
        self.records = {row["index"]: row for row in rows}
        self.time, count = "", 0
        for index, leaf in self.entries():
            id, time = self.entry(index, leaf)
            row = self.records.get(index, {})
            need(row.get("id") == id and row.get("time") == time,
                 f"records.jsonl says something else of entry {index}")
            count += 1
        need(count == len(rows) == self.about["entries"]["included"], "the count of records")
        if count == self.size:
            self.keys_listed()
        else:
            print("not checked: whose the keys are, which only the whole log says")
        return f"{count} of {self.size} entries{self.earlier()}"


with tempfile.TemporaryDirectory() as scratch:
    try:
        told = Check(scratch, sys.argv[1]).all()
    except Wrong as wrong:
        print(f"NOT VERIFIED: {wrong}")
        sys.exit(4)
    except (KeyError, ValueError, TypeError, AttributeError, IndexError, struct.error) as wrong:
        print(f"NOT VERIFIED: something is malformed: {wrong!r}")
        sys.exit(4)
if not sys.argv[1]:
    print("no key was given: the export agrees with itself; whose it is was not checked")
print("not checked: roles and rules at the time of each entry (obstat audit verify does), and "
      "that nobody was shown another log (no witness has signed)")
print(f"VERIFIED: {told}, every file, hash and signature")
PYTHON
