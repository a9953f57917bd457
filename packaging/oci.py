"""A container image of the static program alone, as an OCI image layout. VERSION TREE OUTDIR.

    obstat-VERSION-oci/
      oci-layout, index.json --> blobs/sha256/MANIFEST --> CONFIG, LAYER

The one layer holds /usr/bin/obstat, /usr/share/obstat and the names of two users; there is no shell
and no library in it. It runs as user 65532, in /models.
"""
import hashlib
import json
import os
import shutil
import time

from tree import EPOCH, Entry, arguments, files, gzipped, processor, tar, with_folders, write

USER = 65532
SHARED = "usr/share/obstat/", "usr/share/doc/obstat/LICENSE", "usr/share/doc/obstat/obstat.cdx.json"
MEDIA = "application/vnd.oci.image."


def entries(tree):
    for entry in files(tree, "."):
        if entry.path == "usr/bin/obstat" or entry.path.startswith(SHARED):
            yield entry
    users = ("root:x:0:0:root:/:/sbin/nologin\n"
             f"nonroot:x:{USER}:{USER}:nonroot:/models:/sbin/nologin\n")
    yield Entry("etc/passwd", users.encode())
    yield Entry("etc/group", f"root:x:0:\nnonroot:x:{USER}:\n".encode())
    yield Entry("models", b"", folder=True)


def encoded(document):
    return json.dumps(document, sort_keys=True, separators=(",", ":")).encode()


def sha256(content):
    return "sha256:" + hashlib.sha256(content).hexdigest()


class Layout:
    def __init__(self, place):
        self.place = place
        shutil.rmtree(place, ignore_errors=True)
        os.makedirs(os.path.join(place, "blobs/sha256"))

    def blob(self, kind, content):
        """Kept under its digest; a descriptor of it."""
        digest = sha256(content)
        write(os.path.join(self.place, "blobs/sha256", digest.removeprefix("sha256:")), content)
        return {"mediaType": MEDIA + kind, "digest": digest, "size": len(content)}

    def file(self, name, document):
        write(os.path.join(self.place, name), encoded(document))


def labels(version):
    return {"org.opencontainers.image.title": "obstat", "org.opencontainers.image.version": version,
            "org.opencontainers.image.licenses": "Apache-2.0"}


def config(version, architecture, created, layer):
    return {"created": created, "architecture": architecture, "os": "linux",
            "config": {"User": f"{USER}:{USER}", "Entrypoint": ["/usr/bin/obstat"], "WorkingDir": "/models",
                       "Env": ["PATH=/usr/bin"], "Labels": labels(version)},
            "rootfs": {"type": "layers", "diff_ids": [sha256(layer)]},
            "history": [{"created": created, "created_by": "packaging/oci.py"}]}


def main():
    version, tree, out = arguments()
    architecture = processor(tree)[1]
    created = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(EPOCH))
    layout = Layout(os.path.join(out, f"obstat-{version}-oci"))
    layer = tar(with_folders(list(entries(tree))))
    manifest = layout.blob("manifest.v1+json", encoded({
        "schemaVersion": 2, "mediaType": MEDIA + "manifest.v1+json",
        "config": layout.blob("config.v1+json", encoded(config(version, architecture, created, layer))),
        "layers": [layout.blob("layer.v1.tar+gzip", gzipped(layer))],
        "annotations": labels(version)}))
    manifest["platform"] = {"architecture": architecture, "os": "linux"}
    manifest["annotations"] = {"org.opencontainers.image.ref.name": version}
    layout.file("oci-layout", {"imageLayoutVersion": "1.0.0"})
    layout.file("index.json", {"schemaVersion": 2, "mediaType": MEDIA + "index.v1+json",
                               "manifests": [manifest]})


main()
