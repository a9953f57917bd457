#include "scan/globals.h"

#include <stddef.h>

/* Names of one module, each between blanks. "*" stands for any name that is shaped like a class:
 * a capital letter first, then letters and digits. */
struct vouched {
    const char *module;
    const char *names;
};

/* What may be called. The comment of each group says why. */
static const struct vouched harmless[] = {
    /* Containers and numbers of the language: they hold what they are given. `getattr`, `map`,
     * `iter` and the like are missing: they reach for other things or call them. */
    {"builtins", " bool bytearray bytes complex dict float frozenset int list object range set "
                 "slice str tuple NotImplementedType Ellipsis "},
    {"__builtin__",
     " bool bytearray bytes complex dict float frozenset int list long object set slice "
     "str tuple unicode xrange "},
    {"collections", " Counter OrderedDict defaultdict deque "},
    {"copyreg", " _reconstructor "}, /* makes an instance of a class that is named, and so judged */
    {"copy_reg", " _reconstructor "},
    {"_codecs", " encode "}, /* bytes, in pickles that Python 2 can read */
    {"datetime", " date datetime time timedelta timezone "},
    {"decimal", " Decimal "},
    {"fractions", " Fraction "},
    {"uuid", " UUID SafeUUID "},
    {"pathlib", " Path PosixPath PurePath PurePosixPath PureWindowsPath WindowsPath "},

    /* numpy: arrays, their types and scalars out of bytes; random generators out of their state. */
    {"numpy", " bool_ complex128 complex64 datetime64 dtype float16 float32 float64 int16 int32 "
              "int64 int8 longdouble ndarray str_ timedelta64 uint16 uint32 uint64 uint8 void "},
    {"numpy.core.multiarray", " _reconstruct scalar "},
    {"numpy._core.multiarray", " _reconstruct scalar "},
    {"numpy.core.numeric", " _frombuffer "},
    {"numpy._core.numeric", " _frombuffer "},
    {"numpy.dtypes", " * "},
    {"numpy.ma.core", " MaskedArray _mareconstruct "},
    {"numpy.random", " RandomState "},
    {"numpy.random._pickle", " __bit_generator_ctor __generator_ctor __randomstate_ctor "},
    {"numpy.random._mt19937", " MT19937 "},
    {"numpy.random._pcg64", " PCG64 PCG64DXSM "},
    {"numpy.random._philox", " Philox "},
    {"numpy.random._sfc64", " SFC64 "},
    {"numpy.random.bit_generator", " SeedSequence __pyx_unpickle_SeedSequence "},

    /* joblib: the stand-in for an array whose numbers follow in the file, and are passed over. */
    {"joblib.numpy_pickle", " NumpyArrayWrapper "},
    {"sklearn.externals.joblib.numpy_pickle", " NumpyArrayWrapper "},

    /* torch: tensors out of storages, which are numbers beside the pickle. Not `_load_from_bytes`,
     * which unpickles once more, unseen. */
    {"torch",
     " BFloat16Storage BoolStorage ByteStorage CharStorage ComplexDoubleStorage "
     "ComplexFloatStorage DoubleStorage FloatStorage Generator HalfStorage IntStorage LongStorage "
     "QInt32Storage QInt8Storage QUInt8Storage ShortStorage Size Tensor UntypedStorage "
     "bfloat16 bool complex128 complex64 device float16 float32 float64 float8_e4m3fn "
     "float8_e5m2 int16 int32 int64 int8 qint32 qint8 quint8 uint8 "},
    {"torch.cuda", " BFloat16Storage BoolStorage ByteStorage CharStorage DoubleStorage "
                   "FloatStorage HalfStorage IntStorage LongStorage ShortStorage "},
    {"torch.storage", " TypedStorage UntypedStorage _TypedStorage _UntypedStorage "},
    {"torch._utils", " _rebuild_parameter _rebuild_parameter_with_state _rebuild_qtensor "
                     "_rebuild_sparse_tensor _rebuild_tensor _rebuild_tensor_v2 _rebuild_tensor_v3 "
                     "_rebuild_meta_tensor_no_storage "},
    {"torch._tensor",
     " _rebuild_from_type_v2 "}, /* calls a function that is named, and so judged */
    {"torch.nn.parameter", " Buffer Parameter UninitializedParameter "},
    {"torch.serialization", " _get_layout "},
    {"torch.torch_version", " TorchVersion "},

    /* torch's own layers, where a whole module was saved: instances that are given their fields. */
    {"torch.nn.modules.activation", " * "},
    {"torch.nn.modules.batchnorm", " * "},
    {"torch.nn.modules.container", " * "},
    {"torch.nn.modules.conv", " * "},
    {"torch.nn.modules.dropout", " * "},
    {"torch.nn.modules.flatten", " * "},
    {"torch.nn.modules.instancenorm", " * "},
    {"torch.nn.modules.linear", " * "},
    {"torch.nn.modules.loss", " * "},
    {"torch.nn.modules.normalization", " * "},
    {"torch.nn.modules.padding", " * "},
    {"torch.nn.modules.pixelshuffle", " * "},
    {"torch.nn.modules.pooling", " * "},
    {"torch.nn.modules.rnn", " * "},
    {"torch.nn.modules.sparse", " * "},
    {"torch.nn.modules.transformer", " * "},
    {"torch.nn.modules.upsampling", " * "},

    /* scipy and pandas: matrices and tables out of arrays. */
    {"scipy.sparse.csr", " csr_matrix "},
    {"scipy.sparse.csc", " csc_matrix "},
    {"scipy.sparse.coo", " coo_matrix "},
    {"scipy.sparse._csr", " csr_array csr_matrix "},
    {"scipy.sparse._csc", " csc_array csc_matrix "},
    {"scipy.sparse._coo", " coo_array coo_matrix "},
    {"pandas", " DataFrame Index MultiIndex RangeIndex Series StringDtype Timestamp "},
    {"pandas.arrays", " StringArray "},
    {"pandas._libs.arrays", " __pyx_unpickle_NDArrayBacked "},
    {"pandas.core.frame", " DataFrame "},
    {"pandas.core.series", " Series "},
    {"pandas.core.internals.managers", " BlockManager SingleBlockManager "},
    {"pandas.core.internals.blocks", " new_block "},
    {"pandas._libs.internals", " _unpickle_block "},
    {"pandas.core.indexes.base", " Index _new_Index "},
    {"pandas.core.indexes.range", " RangeIndex "},
    {"pandas.core.indexes.numeric", " Float64Index Int64Index UInt64Index "},
    {"pandas.core.indexes.multi", " MultiIndex "},
    {"pandas.core.indexes.datetimes", " DatetimeIndex _new_DatetimeIndex "},
    {"pandas._libs.tslibs.timestamps", " Timestamp _unpickle_timestamp "},
};

/* Packages of scikit-learn that hold estimators and their parts, where a class is made and given
 * its fields; constructors there keep what they are given and do no more. Functions of them, and
 * classes of other packages (datasets, utils, externals), are not vouched for: some of those read
 * and write files. */
static const char *const estimators[] = {
    "_loss",
    "calibration",
    "cluster",
    "compose",
    "covariance",
    "cross_decomposition",
    "decomposition",
    "discriminant_analysis",
    "dummy",
    "ensemble",
    "feature_selection",
    "gaussian_process",
    "impute",
    "isotonic",
    "kernel_approximation",
    "kernel_ridge",
    "linear_model",
    "manifold",
    "metrics",
    "mixture",
    "model_selection",
    "multiclass",
    "multioutput",
    "naive_bayes",
    "neighbors",
    "neural_network",
    "pipeline",
    "preprocessing",
    "random_projection",
    "semi_supervised",
    "svm",
    "tree",
};

/* Functions and classes that scikit-learn's own pickles need besides. `_loss` is what Cython called
 * sklearn._loss._loss before 1.6. */
static const struct vouched estimator_parts[] = {
    {"_loss", " CyAbsoluteError CyExponentialLoss CyHalfBinomialLoss CyHalfGammaLoss "
              "CyHalfMultinomialLoss CyHalfPoissonLoss CyHalfSquaredError CyHalfTweedieLoss "
              "CyHalfTweedieLossIdentity CyHuberLoss CyPinballLoss "
              "__pyx_unpickle_CyAbsoluteError __pyx_unpickle_CyExponentialLoss "
              "__pyx_unpickle_CyHalfBinomialLoss __pyx_unpickle_CyHalfGammaLoss "
              "__pyx_unpickle_CyHalfMultinomialLoss __pyx_unpickle_CyHalfPoissonLoss "
              "__pyx_unpickle_CyHalfSquaredError __pyx_unpickle_CyHalfTweedieLoss "
              "__pyx_unpickle_CyHalfTweedieLossIdentity __pyx_unpickle_CyHuberLoss "
              "__pyx_unpickle_CyPinballLoss "},
    {"sklearn.utils", " Bunch "},
    {"sklearn.utils._bunch", " Bunch "},
    {"sklearn.metrics._dist_metrics", " newObj "},
    {"sklearn.neighbors._kd_tree", " newObj "},
    {"sklearn.neighbors._ball_tree", " newObj "},
    {"sklearn.feature_extraction.text",
     " CountVectorizer HashingVectorizer TfidfTransformer TfidfVectorizer "},
    {"sklearn.feature_extraction._dict_vectorizer", " DictVectorizer "},
    {"sklearn.feature_extraction._hash", " FeatureHasher "},
};

/* A module, with all that lies below it or with names of its own, and what it does. */
struct harm {
    const char *module;
    const char *names; /* NULL: every one */
    const char *why;
};

static const char runs[] = "runs programs or code when the file is loaded";
static const char reaches[] = "reaches for other functions, or calls them, when the file is loaded";
static const char touches[] = "reads or writes files when the file is loaded";
static const char calls_out[] = "opens connections or addresses when the file is loaded";
static const char unpickles[] = "loads a further pickle that nobody has walked";

static const struct harm harmful[] = {
    {"builtins",
     " __build_class__ __import__ apply breakpoint compile eval exec execfile exit input quit "
     "raw_input ",
     runs},
    {"builtins",
     " __dict__ classmethod delattr dir filter getattr globals hasattr help iter locals map "
     "memoryview "
     "next property reduce setattr sorted staticmethod super type vars ",
     reaches},
    {"builtins", " copyright credits file license open ", touches},
    {"os", NULL, runs},
    {"posix", NULL, runs},
    {"nt", NULL, runs},
    {"posixpath", NULL, touches},
    {"ntpath", NULL, touches},
    {"genericpath", NULL, touches},
    {"sys", NULL, runs},
    {"subprocess", NULL, runs},
    {"_posixsubprocess", NULL, runs},
    {"_winapi", NULL, runs},
    {"commands", NULL, runs},
    {"popen2", NULL, runs},
    {"pty", NULL, runs},
    {"platform", NULL, runs},
    {"signal", NULL, runs},
    {"_signal", NULL, runs},
    {"threading", NULL, runs},
    {"_thread", NULL, runs},
    {"thread", NULL, runs},
    {"multiprocessing", NULL, runs},
    {"concurrent", NULL, runs},
    {"asyncio", NULL, runs},
    {"_asyncio", NULL, runs},
    {"runpy", NULL, runs},
    {"code", NULL, runs},
    {"codeop", NULL, runs},
    {"timeit", NULL, runs},
    {"profile", NULL, runs},
    {"cProfile", NULL, runs},
    {"trace", NULL, runs},
    {"bdb", NULL, runs},
    {"pdb", NULL, runs},
    {"doctest", NULL, runs},
    {"unittest", NULL, runs},
    {"test", NULL, runs},
    {"idlelib", NULL, runs},
    {"lib2to3", NULL, runs},
    {"pydoc", NULL, runs},
    {"venv", NULL, runs},
    {"ensurepip", NULL, runs},
    {"pip", NULL, runs},
    {"setuptools", NULL, runs},
    {"distutils", NULL, runs},
    {"pkg_resources", NULL, runs},
    {"importlib", NULL, runs},
    {"imp", NULL, runs},
    {"_imp", NULL, runs},
    {"zipimport", NULL, runs},
    {"pkgutil", NULL, runs},
    {"site", NULL, runs},
    {"sitecustomize", NULL, runs},
    {"ctypes", NULL, runs},
    {"_ctypes", NULL, runs},
    {"cffi", NULL, runs},
    {"marshal", NULL, runs},
    {"types", " CodeType FunctionType LambdaType MethodType ModuleType DynamicClassAttribute ",
     runs},
    {"new", NULL, runs},
    {"ast", " literal_eval parse ", runs},
    {"cloudpickle", NULL, runs},
    {"dill", NULL, runs},
    {"torch._dynamo", NULL, runs},
    {"torch._inductor", NULL, runs},
    {"torch.distributed", NULL, runs},
    {"torch.utils", NULL, runs},
    {"torch.fx", NULL, runs},
    {"torch.jit", NULL, runs},
    {"torch.package", NULL, runs},
    {"torch.ops", NULL, runs},
    {"torch.classes", NULL, runs},
    {"torch._ops", NULL, runs},
    {"torch.testing", NULL, runs},
    {"numpy.testing", NULL, runs},
    {"numpy.f2py", NULL, runs},
    {"numpy.distutils", NULL, runs},
    {"numpy.core._internal", NULL, runs},
    {"scipy.weave", NULL, runs},
    {"pandas.eval", NULL, runs},
    {"pandas.core.computation", NULL, runs},
    {"sympy", NULL, runs},
    {"IPython", NULL, runs},
    {"ptpython", NULL, runs},
    {"operator", NULL, reaches},
    {"_operator", NULL, reaches},
    {"functools", " cached_property cmp_to_key partialmethod reduce singledispatch ", reaches},
    {"_functools", " cmp_to_key reduce ", reaches},
    {"itertools", NULL, reaches},
    {"inspect", NULL, reaches},
    {"gc", NULL, reaches},
    {"weakref", NULL, reaches},
    {"atexit", NULL, reaches},
    {"copyreg", " add_extension pickle remove_extension ", reaches},
    {"copy_reg", " add_extension pickle remove_extension ", reaches},
    {"shutil", NULL, touches},
    {"tempfile", NULL, touches},
    {"io", NULL, touches},
    {"_io", NULL, touches},
    {"codecs", NULL, touches},
    {"_pyio", NULL, touches},
    {"fileinput", NULL, touches},
    {"glob", NULL, touches},
    {"linecache", NULL, touches},
    {"mmap", NULL, touches},
    {"fcntl", NULL, touches},
    {"zipfile", NULL, touches},
    {"tarfile", NULL, touches},
    {"sqlite3", NULL, touches},
    {"_sqlite3", NULL, touches},
    {"dbm", NULL, touches},
    {"logging", NULL, touches},
    {"numpy", " fromfile genfromtxt load loadtxt memmap save savetxt savez ", touches},
    {"numpy.lib", NULL, touches},
    {"numpy.memmap", NULL, touches},
    {"numpy.core.memmap", NULL, touches},
    {"pandas.io", NULL, touches},
    {"socket", NULL, calls_out},
    {"_socket", NULL, calls_out},
    {"ssl", NULL, calls_out},
    {"asyncore", NULL, calls_out},
    {"socketserver", NULL, calls_out},
    {"SocketServer", NULL, calls_out},
    {"http", NULL, calls_out},
    {"httplib", NULL, calls_out},
    {"urllib", NULL, calls_out},
    {"urllib2", NULL, calls_out},
    {"urllib3", NULL, calls_out},
    {"requests", NULL, calls_out},
    {"httpx", NULL, calls_out},
    {"aiohttp", NULL, calls_out},
    {"ftplib", NULL, calls_out},
    {"smtplib", NULL, calls_out},
    {"telnetlib", NULL, calls_out},
    {"xmlrpc", NULL, calls_out},
    {"xmlrpclib", NULL, calls_out},
    {"webbrowser", NULL, calls_out},
    {"antigravity", NULL, calls_out},
    {"paramiko", NULL, calls_out},
    {"torch.hub", NULL, calls_out},
    {"pickle", NULL, unpickles},
    {"_pickle", NULL, unpickles},
    {"cPickle", NULL, unpickles},
    {"pickletools", NULL, unpickles},
    {"shelve", NULL, unpickles},
    {"joblib", NULL, unpickles},
    {"torch", " load save ", unpickles},
    {"torch.serialization", NULL, unpickles},
    {"torch.storage", " _load_from_bytes ", unpickles},
    {"torch._C", NULL, runs},
};

/* ---- looking up ---- */

static bool listed(const char *global_names, struct text global_name)
{
    const size_t name_size = global_name.size;
    if (name_size == 0 || text_find(global_name, ' ') < name_size)
        return false;
    for (const char *listed_name = global_names;
         (listed_name = strchr(listed_name, ' ')) && listed_name[1]; listed_name++)
        if (strncmp(listed_name + 1, global_name.at, name_size) == 0 &&
            listed_name[1 + name_size] == ' ')
            return true;
    return false;
}

static bool digit_or_letter(char byte)
{
    return (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') ||
           (byte >= 'A' && byte <= 'Z');
}

static bool class_shaped(struct text global_name)
{
    if (global_name.size == 0 || global_name.at[0] < 'A' || global_name.at[0] > 'Z')
        return false;
    for (size_t global_at = 1; global_at < global_name.size; global_at++)
        if (!digit_or_letter(global_name.at[global_at]))
            return false;
    return true;
}

static bool vouched_for(const struct vouched *groups, size_t count, struct text global_module,
                        struct text global_name)
{
    for (size_t global_at = 0; global_at < count; global_at++)
        if (text_is(global_module, groups[global_at].module) &&
            (listed(groups[global_at].names, global_name) ||
             (strcmp(groups[global_at].names, " * ") == 0 && class_shaped(global_name))))
            return true;
    return false;
}

/* What Cython calls the function that makes an instance of its class. */
static const struct text unpickler = {"__pyx_unpickle_", 15};

/* sklearn.<package of estimators>[.<module>...], and a class, maybe one for its own use. */
static bool is_estimator(struct text global_module, struct text global_name)
{
    const struct text estimator_root = TEXT("sklearn.");
    const size_t estimator_prefix = text_starts(global_name, unpickler)   ? unpickler.size
                                    : text_starts(global_name, TEXT("_")) ? 1
                                                                          : 0;
    if (!text_starts(global_module, estimator_root) ||
        !class_shaped(text_part(global_name, estimator_prefix, global_name.size)))
        return false;
    const struct text estimator_rest =
        text_part(global_module, estimator_root.size, global_module.size);
    const struct text estimator_package =
        text_part(estimator_rest, 0, text_find(estimator_rest, '.'));
    for (size_t i = 0; i < COUNT(estimators); i++)
        if (text_is(estimator_package, estimators[i]))
            return true;
    return false;
}

/* `global_module` itself or one below it. */
static bool is_within(struct text global_module, const char *module_root)
{
    const struct text outer_module = text_of(module_root);
    return text_starts(global_module, outer_module) &&
           (global_module.size == outer_module.size || global_module.at[outer_module.size] == '.');
}

static const char *harm_of(struct text global_module, struct text global_name)
{
    const struct text own =
        text_is(global_module, "__builtin__") ? TEXT("builtins") : global_module;
    for (size_t global_at = 0; global_at < COUNT(harmful); global_at++)
        if (harmful[global_at].names ? text_is(own, harmful[global_at].module) &&
                                           listed(harmful[global_at].names, global_name)
                                     : is_within(own, harmful[global_at].module))
            return harmful[global_at].why;
    return NULL;
}

/* A name with a dot leads through attributes: to another module that was imported there, or into
 * the insides of a function. */
static const char *path_harm(struct text global_name)
{
    for (size_t from = 0; from <= global_name.size;) {
        const struct text attribute_rest = text_part(global_name, from, global_name.size);
        const struct text attribute = text_part(attribute_rest, 0, text_find(attribute_rest, '.'));
        if (text_starts(attribute, TEXT("__")) || harm_of(attribute, TEXT("*")) ||
            harm_of(TEXT("builtins"), attribute))
            return reaches;
        from += attribute.size + 1;
    }
    return NULL;
}

static enum global_role role_of(struct text module, struct text name)
{
    if (text_is(module, "numpy") && text_is(name, "dtype"))
        return ROLE_DTYPE;
    if (text_is(name, "NumpyArrayWrapper"))
        return ROLE_ARRAY;
    return ROLE_PLAIN;
}

struct global global_judge(struct text module, struct text name)
{
    const bool dotted = text_find(name, '.') < name.size;
    if (vouched_for(harmless, COUNT(harmless), module, name) ||
        vouched_for(estimator_parts, COUNT(estimator_parts), module, name) ||
        is_estimator(module, name))
        return (struct global){SCAN_SAFE, role_of(module, name), NULL};
    const char *why = harm_of(module, name);
    if (!why && dotted)
        why = path_harm(name);
    if (why)
        return (struct global){SCAN_DANGEROUS, ROLE_PLAIN, why};
    return (struct global){SCAN_SUSPICIOUS, ROLE_PLAIN,
                           "is on no list of what is harmless when the file is loaded"};
}
