#include "scan/recognise.h"

#include "base/limits.h"

struct mark {
    size_t offset;
    struct text bytes;
    enum head head;
    const char *why;
};

#define MARK(offset, bytes, head)                                                                  \
    {                                                                                              \
        (offset), {(bytes), sizeof(bytes) - 1}, (head), NULL                                       \
    }
#define SHUT(offset, bytes, why)                                                                   \
    {                                                                                              \
        (offset), {(bytes), sizeof(bytes) - 1}, HEAD_CLOSED, (why)                                 \
    }

static const struct mark marks[] = {
    MARK(0, "PK\3\4", HEAD_ZIP),
    MARK(0, "PK\5\6", HEAD_ZIP),
    MARK(0, "PK\6\6", HEAD_ZIP),
    MARK(0, "\x93NUMPY", HEAD_NPY),
    MARK(0, "\x89HDF\r\n\x1a\n", HEAD_HDF5),
    MARK(0, "GGUF", HEAD_GGUF),
    MARK(1, "\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19.", HEAD_TORCH_LEGACY),
    MARK(2, "\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19.", HEAD_TORCH_LEGACY),
    MARK(0, "\x1f\x8b", HEAD_GZIP),
    SHUT(0, "7z\xbc\xaf\x27\x1c", "is a 7z archive, which is not followed"),
    SHUT(0, "Rar!\x1a\7", "is a rar archive, which is not followed"),
    SHUT(257, "ustar", "is a tar archive, which is not followed"),
    SHUT(0, "BZh", "is compressed with bzip2, which is not followed"),
    SHUT(0,
         "\xfd"
         "7zXZ",
         "is compressed with xz, which is not followed"),
    SHUT(0, "\x5d\0\0", "is compressed with lzma, which is not followed"),
    SHUT(0, "\x04\x22\x4d\x18", "is compressed with lz4, which is not followed"),
    SHUT(0, "\x28\xb5\x2f\xfd", "is compressed with zstd, which is not followed"),
    SHUT(0, "ZF0x", "is compressed by an old joblib, which is not followed"),
    SHUT(0,
         "\x7f"
         "ELF",
         "is a program or library"),
    SHUT(0, "MZ\x90", "is a program or library"),
};

static bool is_zlib(struct text head_bytes)
{
    if (head_bytes.size < 2 || head_bytes.at[0] != 0x78)
        return false;
    const uint8_t head_flags = (uint8_t)head_bytes.at[1];
    return (0x7800u + head_flags) % 31 == 0 && !(head_flags & 0x20);
}

/* A length that stays within the file, and the brace that opens the header. */
static bool is_safetensors(struct text head_bytes, uint64_t size)
{
    if (head_bytes.size < 10 || head_bytes.at[8] != '{')
        return false;
    const uint64_t header_size = bytes_little((const uint8_t *)head_bytes.at, 8);
    return header_size <= size - 8 &&
           (head_bytes.at[9] == '"' || head_bytes.at[9] == '}' || head_bytes.at[9] == ' ');
}

enum head head_of(struct text head_bytes, uint64_t size, const char **why)
{
    for (size_t mark_at = 0; mark_at < COUNT(marks); mark_at++)
        if (text_equal(text_part(head_bytes, marks[mark_at].offset, marks[mark_at].bytes.size),
                       marks[mark_at].bytes)) {
            *why = marks[mark_at].why;
            return marks[mark_at].head;
        }
    if (head_bytes.size >= 2 && (uint8_t)head_bytes.at[0] == 0x80 && head_bytes.at[1] >= 2 &&
        head_bytes.at[1] <= 5)
        return HEAD_PICKLE;
    if (is_safetensors(head_bytes, size))
        return HEAD_SAFETENSORS;
    return is_zlib(head_bytes) ? HEAD_ZLIB : HEAD_NOTHING;
}

/* ---- names ---- */

static char lower_case(char byte)
{
    return byte >= 'A' && byte <= 'Z' ? (char)(byte + ('a' - 'A')) : byte;
}

bool name_ends(struct text content_name, const char *ending)
{
    const size_t ending_size = strlen(ending);
    if (ending_size > content_name.size)
        return false;
    for (size_t ending_at = 0; ending_at < ending_size; ending_at++)
        if (lower_case(content_name.at[content_name.size - ending_size + ending_at]) !=
            ending[ending_at])
            return false;
    return true;
}

/* Not .bin, .dat or .data: anything may be called so, and is looked at as what it is. */
static const struct {
    const char *ending;
    enum announced announced;
} endings[] = {
    {".onnx.data", ANNOUNCED_NUMBERS}, {".onnx_data", ANNOUNCED_NUMBERS},
    {".pkl", ANNOUNCED_PICKLE},        {".pickle", ANNOUNCED_PICKLE},
    {".pck", ANNOUNCED_PICKLE},        {".pcl", ANNOUNCED_PICKLE},
    {".p", ANNOUNCED_PICKLE},          {".joblib", ANNOUNCED_PICKLE},
    {".dill", ANNOUNCED_PICKLE},       {".pt", ANNOUNCED_PICKLE},
    {".pth", ANNOUNCED_PICKLE},        {".pt2", ANNOUNCED_PICKLE},
    {".ckpt", ANNOUNCED_PICKLE},       {".skops", ANNOUNCED_MODEL},
    {".safetensors", ANNOUNCED_MODEL}, {".onnx", ANNOUNCED_MODEL},
    {".gguf", ANNOUNCED_MODEL},        {".npy", ANNOUNCED_MODEL},
    {".npz", ANNOUNCED_MODEL},         {".keras", ANNOUNCED_MODEL},
    {".h5", ANNOUNCED_MODEL},          {".hdf5", ANNOUNCED_MODEL},
    {".pb", ANNOUNCED_MODEL},          {".py", ANNOUNCED_CODE},
    {".pyc", ANNOUNCED_CODE},          {".ipynb", ANNOUNCED_CODE},
    {".sh", ANNOUNCED_CODE},           {".so", ANNOUNCED_CODE},
    {".dll", ANNOUNCED_CODE},          {".dylib", ANNOUNCED_CODE},
    {".pyd", ANNOUNCED_CODE},
};

/* variables.data-00000-of-00001, TensorFlow's checkpoints: numbers, described by the .index. */
static bool is_shard(struct text shard_name)
{
    const struct text shard_middle = TEXT(".data-");
    for (size_t shard_at = 0; shard_at + shard_middle.size < shard_name.size; shard_at++) {
        const struct text shard_rest =
            text_part(shard_name, shard_at + shard_middle.size, shard_name.size);
        if (text_equal(text_part(shard_name, shard_at, shard_middle.size), shard_middle) &&
            shard_rest.size == 14 && text_equal(text_part(shard_rest, 5, 4), TEXT("-of-")))
            return true;
    }
    return false;
}

enum announced announced_by(struct text name)
{
    for (size_t i = 0; i < COUNT(endings); i++)
        if (name_ends(name, endings[i].ending))
            return endings[i].announced;
    return is_shard(name) ? ANNOUNCED_NUMBERS : ANNOUNCED_NOTHING;
}
