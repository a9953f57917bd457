/* The names of the files of an artifact, which its digest does not see. */
#include "registry/registry.h"

bool registry_listing_holds(struct text version_key, struct text registered, struct text listing,
                            struct error *err)
{
    if (text_equal(registered, listing))
        return true;
    if (!listing.size)
        return error_set(err, ERROR_INTEGRITY,
                         "the names of the artifact's files were not seen, and %.*s was registered "
                         "with them: let artifact.path of the manifest name its folder",
                         TEXT_ARGS(version_key));
    if (!registered.size)
        return error_set(err, ERROR_INTEGRITY,
                         "%.*s was registered by its artifact's digest alone, without the names of "
                         "its files: a manifest that names its folder is for a new version",
                         TEXT_ARGS(version_key));
    return error_set(err, ERROR_INTEGRITY,
                     "files of the artifact have other names than those that %.*s was registered "
                     "with: give them their names back, or give what is new a new version",
                     TEXT_ARGS(version_key));
}
