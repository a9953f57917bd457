"""Writes files whose names say how they have to end: tests/unit/scan/files.py FOLDER

    dangerous--a-name-through-the-memo.pkl        verdict -- what it is . ending

They are made with Python's own pickle and zipfile, for each protocol, and then bent. Nothing here is
ever loaded.
"""
import collections
import datetime
import decimal
import io
import os
import pickle
import random
import struct
import sys
import zipfile
import zlib

FOLDER = sys.argv[1]


class Evil:
    def __reduce__(self):
        return (os.system, ("true",))


class Setter:
    def __reduce__(self):
        return (collections.OrderedDict, (), {"a": Evil()})


def write(name, content):
    with open(os.path.join(FOLDER, name), "wb") as file:
        file.write(content)


PLAIN = {"numbers": [0, 1, -1, 255, 65536, 2**40, 2**200, 1.5, True, False, None],
         "texts": ["", "a" * 300, "\xe9\\u1234\n", b"", b"x" * 70000, bytearray(b"z")],
         "containers": [(), (1,), (1, 2), (1, 2, 3), (1, 2, 3, 4), {1, 2}, frozenset([3]), {"k": {}}],
         "objects": [collections.OrderedDict(a=1), datetime.datetime(2020, 1, 2), decimal.Decimal("1.5"),
                     collections.Counter("aab"), complex(1, 2), range(5), slice(1, 2)]}


def pickles():
    for protocol in range(6):
        def dumped(thing):
            return pickle.dumps(thing, protocol)
        end = f"-{protocol}.pkl"
        many = [[number, str(number), (number, number)] for number in range(3000)]
        write("safe--everything-plain" + end, dumped(PLAIN))
        write("safe--many-things" + end, dumped(many))
        write("safe--two-pickles" + end, dumped(1) + dumped(PLAIN))
        write("dangerous--a-call" + end, dumped({"a": [1, Evil()]}))
        write("dangerous--a-call-in-a-state" + end, dumped(Setter()))
        write("dangerous--after-many-things" + end, dumped([many, Evil()]))
        write("dangerous--in-the-second-pickle" + end, dumped(PLAIN) + dumped(Evil()))
        write("dangerous--cut-short" + end, dumped(Evil())[:-1])
        write("unreadable--cut-short" + end, dumped(PLAIN)[:-1])
        write("unreadable--with-a-tail" + end, dumped(PLAIN) + b"\xff")
        write("suspicious--a-function-of-nobody" + end, dumped(PLAIN).replace(b"Counter", b"Kounter"))
        write("dangerous--named-like-a-text-%d.txt" % protocol, dumped(Evil()))


def zipped(members, method=zipfile.ZIP_STORED):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return target.getvalue()


GOOD = pickle.dumps(PLAIN, 2)
BAD = pickle.dumps(Evil(), 2)
NUMBERS = bytes(range(256)) * 10


def torch(content, method=zipfile.ZIP_STORED):
    return zipped([("m/data.pkl", content), ("m/data/0", NUMBERS), ("m/version", "3\n")], method)


def bent(archive, where, old, new):
    """Replaces one of several: the first is in the local header, the last in the directory."""
    at = archive.find(old) if where == "first" else archive.rfind(old)
    assert at >= 0 and len(old) == len(new)
    return archive[:at] + new + archive[at + len(old):]


def archives():
    tensor = b"\x80\x02ctorch._utils\n_rebuild_tensor_v2\n((X\x07\0\0\0storagectorch\nFloatStorage\nX\x01\0\0\x000" \
             b"X\x03\0\0\0cpuK\x04tQK\0K\x04\x85K\x01\x85\x89ccollections\nOrderedDict\n)RtR."
    write("safe--torch.pt", torch(tensor))
    write("safe--torch-deflated.pt", torch(GOOD, zipfile.ZIP_DEFLATED))
    write("unreadable--a-tensor-outside-of-torch.pkl", tensor)
    write("dangerous--torch.pt", torch(BAD))
    write("dangerous--torch-deflated.pt", torch(BAD, zipfile.ZIP_DEFLATED))
    write("dangerous--torch.unheard-of", torch(BAD))
    write("dangerous--a-pickle-beside.pt", zipped([("m/data.pkl", GOOD), ("m/other", BAD)]))
    write("dangerous--a-zip-in-a-zip.zip", zipped([("inner.zip", torch(BAD))]))
    write("unreadable--a-deflated-zip-in-a-zip.zip", zipped([("inner.zip", torch(BAD))], zipfile.ZIP_DEFLATED))
    write("unreadable--two-data-pkl.pt", zipped([("m/data.pkl", GOOD), ("n/data.pkl", GOOD)]))
    good = torch(GOOD)
    write("unreadable--another-name-in-the-local-header.pt", bent(good, "first", b"m/data.pkl", b"m/data.pkX"))
    write("unreadable--another-name-in-the-directory.pt", bent(good, "last", b"m/data.pkl", b"m/data.pkX"))
    crc = struct.pack("<I", zlib.crc32(NUMBERS))
    wrong = struct.pack("<I", zlib.crc32(NUMBERS) ^ 1)
    write("unreadable--another-checksum-in-the-local-header.pt", bent(good, "first", crc, wrong))
    write("unreadable--a-wrong-checksum.pt", bent(bent(good, "first", crc, wrong), "last", crc, wrong))
    write("unreadable--bytes-before.pt", b"x" + good)
    write("unreadable--bytes-behind.pt", good + b"x")
    write("unreadable--cut-short.pt", good[:-30])
    write("unreadable--the-end-alone.pt", good[-22:])
    write("unreadable--a-name-that-leads-out.pt", bent(bent(good, "first", b"m/version", b"../ersion"),
                                                      "last", b"m/version", b"../ersion"))
    write("unreadable--two-of-one-name.pt", bent(bent(zipped([("m/a", "1"), ("m/b", "2")]), "first", b"m/b", b"m/a"),
                                                "last", b"m/b", b"m/a"))
    write("unreadable--encrypted.pt", bent(good, "last", b"PK\1\2\x14\3\x14\0\0\0", b"PK\1\2\x14\3\x14\0\1\0"))
    write("unreadable--another-method.pt", torch(GOOD, zipfile.ZIP_BZIP2))
    commented = io.BytesIO(good)
    with zipfile.ZipFile(commented, "a") as archive:
        archive.comment = b"hello"
    write("unreadable--a-comment.pt", commented.getvalue())
    write("unreadable--a-zip-behind-a-text.txt", b"hello\n" + good)
    write("unreadable--7z.7z", b"7z\xbc\xaf\x27\x1c" + NUMBERS)
    write("dangerous--a-gzip.pkl", __import__("gzip").compress(BAD))
    write("dangerous--a-zlib-stream.joblib", zlib.compress(BAD))
    write("safe--a-zlib-stream.joblib", zlib.compress(GOOD))
    write("unreadable--a-zlib-stream-cut-short.joblib", zlib.compress(os.urandom(5000))[:-9])
    write("unreadable--xz.joblib", __import__("lzma").compress(GOOD))
    write("unreadable--bz2.joblib", __import__("bz2").compress(GOOD))
    with zipfile.ZipFile(os.path.join(FOLDER, "safe--written-on-a-pipe.pt"), "w") as archive:
        archive.fp.seekable = lambda: False
        archive._seekable = False
        archive.writestr("m/data.pkl", GOOD)
        archive.writestr("m/data/0", NUMBERS)


def npy(descr, shape, content, version=1):
    header = f"{{'descr': {descr}, 'fortran_order': False, 'shape': {shape}, }}"
    header += " " * (63 - (len(header) + 10) % 64) + "\n"
    return b"\x93NUMPY" + bytes([version, 0]) + struct.pack("<H", len(header)) + header.encode() + content


def arrays():
    write("safe--numbers.npy", npy("'<f8'", "(2, 3)", bytes(48)))
    write("safe--one-number.npy", npy("'<f8'", "()", bytes(8)))
    write("safe--texts.npy", npy("'<U3'", "(2,)", bytes(24)))
    write("unreadable--too-few.npy", npy("'<f8'", "(2, 3)", bytes(47)))
    write("unreadable--too-many.npy", npy("'<f8'", "(2, 3)", bytes(49)))
    write("unreadable--a-product-too-large.npy", npy("'<f8'", "(4294967296, 4294967296, 4294967296)", b""))
    write("unreadable--version-9.npy", npy("'<f8'", "(1,)", bytes(8), 9))
    write("dangerous--objects.npy", npy("'|O'", "(1,)", BAD))
    write("safe--objects.npy", npy("'|O'", "(1,)", GOOD))
    write("suspicious--records.npy", npy("[('a', '<f4'), ('b', '|O')]", "(1,)", bytes(12)))
    write("safe--numbers.npz", zipped([("a.npy", npy("'<f8'", "(1,)", bytes(8)))]))
    write("dangerous--objects.npz", zipped([("a.npy", npy("'|O'", "(1,)", BAD))], zipfile.ZIP_DEFLATED))


def joblib(raw, shape=b"K\x18\x85", state=b"", made=b")\x81", after=b""):
    """An array of 24 bytes as joblib writes one: a stand-in with its state, then the bytes."""
    return (b"\x80\2cjoblib.numpy_pickle\nNumpyArrayWrapper\n" + made + b"}q\1(X\5\0\0\0dtypecnumpy\ndtype\n"
            b"X\2\0\0\0u1K\0K\1\x87R" + (b"X\5\0\0\0shape" + shape if shape else b"") + state + b"u" + after +
            b"b" + raw + b".")


def stand_ins():
    opcodes = b"0cos\nsystem\n(S'id'\ntR0NN"
    assert len(opcodes) == 24
    aligned = b"X\x1b\0\0\0numpy_array_alignment_bytesK\x10"
    write("safe--an-array.joblib", joblib(bytes(24)))
    write("safe--an-array-with-filling.joblib", joblib(b"\3\xff\xff\xff" + bytes(24), state=aligned))
    write("dangerous--numbers-that-are-opcodes.joblib", joblib(opcodes))
    write("dangerous--behind-an-array.joblib", joblib(bytes(24) + b"0cos\nsystem\n"))
    write("unreadable--an-array-cut-short.joblib", joblib(bytes(20)))
    write("unreadable--an-array-of-no-shape.joblib", joblib(bytes(24), shape=b""))
    write("unreadable--an-array-of-an-odd-shape.joblib", joblib(bytes(24), shape=b"N"))
    write("unreadable--a-shape-changed-by-another-name.joblib",
          joblib(bytes(24), after=b"h\1(X\5\0\0\0shapeK\1\x85u0"))
    write("unreadable--a-shape-changed-once-more.joblib", joblib(bytes(24), after=b"X\5\0\0\0shapeK\1\x85s"))
    write("unreadable--a-stand-in-made-by-a-call.joblib", joblib(bytes(24), made=b")R"))
    write("unreadable--a-stand-in-in-a-list.joblib",
          b"\x80\2cjoblib.numpy_pickle\nNumpyArrayWrapper\n)\x81q\1]h\1a.")
    write("dangerous--a-gguf-that-is-a-pickle.gguf", b"GGUF\3\0\0\0\0" + opcodes + b".")


def safetensors(header, size):
    return struct.pack("<Q", len(header)) + header + bytes(size)


def tensors():
    one = b'{"a":{"dtype":"F32","shape":[2,2],"data_offsets":[0,16]}}'
    write("safe--one-tensor.safetensors", safetensors(one, 16))
    write("safe--under-another-name.bin", safetensors(one, 16))
    write("safe--with-notes.safetensors", safetensors(one[:-1] + b',"__metadata__":{"format":"pt"}}', 16))
    write("safe--no-tensor.safetensors", safetensors(b"{}", 0))
    write("unreadable--a-byte-of-nobody.safetensors", safetensors(one, 17))
    write("unreadable--a-byte-too-few.safetensors", safetensors(one, 15))
    write("unreadable--a-shape-that-does-not-fit.safetensors", safetensors(one.replace(b"2,2", b"2,3"), 16))
    write("unreadable--an-unknown-type.safetensors", safetensors(one.replace(b"F32", b"X32"), 16))
    write("unreadable--a-name-twice.safetensors", safetensors(one[:-1] + b"," + one[1:], 16))
    two = b'{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"b":{"dtype":"U8","shape":[4],"data_offsets":[%d,%d]}}'
    write("safe--two-tensors.safetensors", safetensors(two % (4, 8), 8))
    write("unreadable--an-overlap.safetensors", safetensors(two % (2, 6), 6))
    write("unreadable--a-gap.safetensors", safetensors(two % (5, 9), 9))
    write("unreadable--notes-that-are-no-texts.safetensors",
          safetensors(one[:-1] + b',"__metadata__":{"a":1}}', 16))
    write("unreadable--a-header-beyond-the-end.safetensors", struct.pack("<Q", 2**63) + one)


def gguf_text(text):
    return struct.pack("<Q", len(text)) + text


def gguf(template=b"{{ messages }}", version=3, tensors=1, offset=0, size=64):
    head = b"GGUF" + struct.pack("<IQQ", version, tensors, 2)
    head += gguf_text(b"tokenizer.chat_template") + struct.pack("<I", 8) + gguf_text(template)
    head += gguf_text(b"list") + struct.pack("<IIQ", 9, 4, 3) + bytes(12)
    head += gguf_text(b"weight") + struct.pack("<IQIQ", 1, 8, 0, offset)
    return head + bytes(-len(head) % 32) + bytes(size)


def ggufs():
    write("safe--a-model.gguf", gguf())
    write("dangerous--a-template-that-reaches-out.gguf", gguf(b"{{ x.__class__.__globals__ }}"))
    write("unreadable--version-4.gguf", gguf(version=4))
    write("unreadable--an-offset-beyond-the-end.gguf", gguf(offset=96))
    write("unreadable--an-offset-that-is-not-aligned.gguf", gguf(offset=3))
    write("unreadable--a-billion-tensors.gguf", gguf(tensors=10**9))
    write("unreadable--cut-short.gguf", gguf()[:60])


def varint(number):
    out = b""
    while number > 127:
        out += bytes([number & 127 | 128])
        number >>= 7
    return out + bytes([number])


def field(number, content):
    if isinstance(content, int):
        return varint(number << 3) + varint(content)
    content = content.encode() if isinstance(content, str) else content
    return varint(number << 3 | 2) + varint(len(content)) + content


def onnx(node=b"", tensor=b""):
    graph = field(1, field(4, "Relu") + node) + field(2, "g") + field(5, field(1, 2) + field(8, "w") + tensor)
    return field(1, 8) + field(2, "made by hand") + field(7, graph) + field(8, field(2, 17))


def onnxes():
    write("safe--a-graph.onnx", onnx())
    write("suspicious--another-domain.onnx", onnx(field(7, "acme.ops")))
    write("dangerous--python.onnx", onnx(field(4, "PyOp")))
    write("safe--numbers-beside.onnx", onnx(tensor=field(13, field(1, "location") + field(2, "w.bin"))))
    for name, path in (("above", "../w.bin"), ("from-the-root", "/etc/passwd"), ("deep", "a/../../w")):
        write(f"dangerous--numbers-{name}.onnx", onnx(tensor=field(13, field(1, "location") + field(2, path))))
    write("dangerous--in-a-graph-in-a-node.onnx",
          onnx(field(5, field(6, field(1, field(4, "PythonOp"))))))
    write("unreadable--cut-short.onnx", onnx()[:-3])


def node(operator, name="n"):
    return field(1, name) + field(2, operator)


def saved_model(*nodes, functions=b""):
    graph = b"".join(field(1, one) for one in nodes) + field(2, functions)
    return field(1, 1) + field(2, field(2, graph))


def function(name, *nodes):
    return field(1, field(1, field(1, name)) + b"".join(field(3, one) for one in nodes))


def graphs():
    saver = function("__inference__traced_save_12", node("SaveV2"), node("MergeV2Checkpoints"))
    write("safe--saved_model.pb", saved_model(node("MatMul"), functions=saver))
    write("dangerous--saved_model.pb", saved_model(node("MatMul"), node("WriteFile")))
    write("dangerous--in-a-function-saved_model.pb", saved_model(node("MatMul"), functions=function("f", node("ReadFile"))))
    write("dangerous--saving-elsewhere-saved_model.pb", saved_model(functions=saver + function("f", node("SaveV2"))))
    write("suspicious--of-an-addon-saved_model.pb", saved_model(node("Addons>Gelu")))
    write("dangerous--python-saved_model.pb", saved_model(node("EagerPyFunc")))
    write("dangerous--an-asset-of-others-saved_model.pb",
          field(1, 1) + field(2, field(2, field(1, node("MatMul"))) + field(6, field(2, "../../x"))))
    write("dangerous--graph.pb", field(1, node("ReadFile")) + field(4, field(1, 1)))
    write("safe--fingerprint.pb", field(1, 2**63) + field(2, 5) + field(6, field(1, 2)) + field(7, "uuid"))
    write("unreadable--another-fingerprint.pb", field(1, "text") + field(9, 5))
    layer = '{"class_name": "%s", "config": {"function_type": "x"}}'
    write("dangerous--keras_metadata.pb", field(1, field(2, 1) + field(5, layer % "Lambda")))
    write("safe--keras_metadata.pb", field(1, field(2, 1) + field(5, layer % "Dense")))


def keras(layer):
    config = '{"module": "keras", "class_name": "Sequential", "config": {"layers": [%s]}}' % layer
    return zipped([("metadata.json", "{}"), ("config.json", config)])


DENSE = '{"module": "keras.layers", "class_name": "Dense", "config": {"units": 3}}'
LAMBDA = '{"module": "keras.layers", "class_name": "Lambda", "config": {"function": {"class_name": "__lambda__"}}}'


def kerases():
    write("safe--dense.keras", keras(DENSE))
    write("dangerous--lambda.keras", keras(DENSE + "," + LAMBDA))
    write("dangerous--lambda-spelled.keras", keras(LAMBDA.replace("Lambda", "\\u004cambda")))
    write("dangerous--a-function-of-os.keras",
          keras('{"module": "os", "class_name": "function", "config": "system", "registered_name": "function"}'))
    write("dangerous--a-builtin.keras", keras('{"module": "builtins", "class_name": "function", "config": "eval"}'))
    write("suspicious--a-class-of-acme.keras", keras('{"module": "acme", "class_name": "Layer", "config": {}}'))
    write("suspicious--a-registered-class.keras",
          keras('{"module": null, "class_name": "L", "config": {}, "registered_name": "acme>L"}'))
    write("unreadable--no-json.keras", keras(DENSE + "}"))


def hdf5(content, size=4096):
    block = b"\x89HDF\r\n\x1a\n" + bytes([0, 0, 0, 0, 0, 8, 8, 0]) + bytes(8) + bytes(8) + bytes([0xff] * 8)
    block += struct.pack("<Q", size) + bytes(16)
    return (block + content).ljust(size, b"\0")


def hdf5s():
    model = b'{"class_name": "Sequential", "config": {"layers": [%s]}}'
    write("safe--weights.h5", hdf5(b""))
    write("safe--dense.h5", hdf5(b"model_config\0" + model % DENSE.encode()))
    write("dangerous--lambda.h5", hdf5(b"model_config\0" + model % LAMBDA.encode()))
    write("suspicious--a-configuration-in-another-spelling.h5", hdf5(b'{ "class_name": "Lambda" }'))
    write("suspicious--an-escape.h5", hdf5(b'{ "\\u0063lass": 1 }'))
    write("unreadable--a-configuration-cut-short.h5", hdf5(b'{"class_name": "Dense", "config": {'))
    write("suspicious--a-compressed-heap.h5", hdf5(b"FRHP\0\x08\0\x10\0"))
    write("safe--an-open-heap.h5", hdf5(b"FRHP\0\x08\0\0\0"))
    write("suspicious--a-table.h5", hdf5(b"PSEUDOATOM"))
    write("unreadable--cut-short.h5", hdf5(b"", 4096)[:4000])


def others():
    write("safe--a-text.md", b"# A model\n\nimport os\n")
    write("safe--a-document.json", b'{"hidden_size": 768}')
    write("suspicious--code-to-load.json", b'{"auto_map": {"AutoModel": "modeling.Model"}}')
    write("suspicious--code.py", b"print(1)\n")
    write("suspicious--nothing-known.xyz", bytes(range(128, 256)) * 4)
    write("suspicious--a-zero-in-a-text.txt", b"text\0text")
    write("suspicious--nothing-known.bin", b"\xfe\xff" + NUMBERS)
    write("unreadable--nothing-known.safetensors", b"\xfe\xff" + NUMBERS)
    write("safe--numbers-of-tensorflow.data-00000-of-00001", b"\xfe\xff" + NUMBERS)
    write("dangerous--a-pickle-for-numbers.onnx.data", BAD)
    write("safe--nothing.txt", b"")
    write("unreadable--nothing.pt", b"")
    magic = pickle.dumps(0x1950a86a20f9469cfc6c, 2)
    head = magic + pickle.dumps(1001, 2) + pickle.dumps({"little_endian": True}, 2)
    write("safe--torch-legacy.pt", head + GOOD + pickle.dumps(["0"], 2) + struct.pack("<q", 4) + NUMBERS)
    write("dangerous--torch-legacy.pt", head + BAD + pickle.dumps(["0"], 2) + NUMBERS)
    write("unreadable--torch-legacy-cut-short.pt", head)


class Followed(pickle._Unpickler):
    """Python's own unpickler, which notes what is named in place of importing it."""

    def __init__(self, content):
        super().__init__(io.BytesIO(content))
        self.named = []

    def find_class(self, module, name):
        self.named.append((module, name))
        kind = {"__new__": lambda cls, *_, **__: object.__new__(cls), "__setstate__": lambda self, _: None,
                "append": lambda self, _: None, "extend": lambda self, _: None,
                "__setitem__": lambda self, *_: None}
        return type(name, (), kind)

    def persistent_load(self, pid):
        return None

    def followed(self):
        try:
            self.load()
        except Exception:  # whatever a program without sense comes to
            return False
        return True


STEPS = [b"(", b")", b"0", b"1", b"2", b"N", b"K\1", b"]", b"}", b"a", b"e", b"s", b"u", b"t", b"l", b"d", b"R", b"b",
         b"o", b"\x81", b"\x85", b"\x86", b"\x87", b"\x8f", b"\x90", b"\x91", b"\x92", b"I1\n",
         b"ccollections\nOrderedDict\n"]
NAMES = [b"\x8c\2os", b"\x8c\6system", b"Vos\n", b"S'system'\n", b"U\2os", b"X\6\0\0\0system"]
MEMO = [b"\x94", b"h\0", b"h\1", b"h\2", b"q\0", b"q\5", b"q\2", b"p3\n", b"g3\n", b"\x93", b"\x93", b"\x93"]


def programs():
    """Programs by chance, grown so that Python follows them: whenever it comes upon os.system, so must we."""
    chance = random.Random(1)
    for number in range(3000):
        program = chance.choice([b"", b"\x80\4"])
        for _ in range(chance.randint(4, 30)):
            step = chance.choice(chance.choice([STEPS, NAMES, NAMES, MEMO]))
            if step == b"(" or Followed(program + step + b".").followed():
                program += step
        python = Followed(program + b".")
        python.followed()
        if ("os", "system") in python.named:
            write(f"dangerous--by-chance-{number}.pkl", program + b".")


for make in (programs, pickles, archives, arrays, stand_ins, tensors, ggufs, onnxes, graphs, kerases, hdf5s, others):
    make()
