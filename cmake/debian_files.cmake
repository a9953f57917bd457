# Run by CPack in the tree that becomes the package: what Debian wants otherwise than others.
if(NOT CPACK_GENERATOR STREQUAL "DEB")
    return()
endif()

set(share ${CPACK_TEMPORARY_INSTALL_DIRECTORY}/usr/share)

# compressed(FILE...): with nothing of the day or the name in it.
function(compressed)
    execute_process(COMMAND gzip -9n ${ARGN} COMMAND_ERROR_IS_FATAL ANY)
endfunction()

file(GLOB pages ${share}/man/man1/*.1)
if(pages)
    compressed(${pages})
endif()

if(EXISTS ${share}/zsh/site-functions)
    file(RENAME ${share}/zsh/site-functions ${share}/zsh/vendor-completions)
endif()

string(SUBSTRING ${CPACK_OBSTAT_DATE} 0 4 year)
file(REMOVE ${share}/doc/obstat/LICENSE)
file(WRITE ${share}/doc/obstat/copyright "\
Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: obstat

Files: *
Copyright: ${year} Obstat developers
License: Apache-2.0
 On Debian systems the Apache License, version 2.0, stands in
 /usr/share/common-licenses/Apache-2.0.
")

execute_process(COMMAND date -u -R -d "${CPACK_OBSTAT_DATE}" OUTPUT_VARIABLE day
                OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
file(WRITE ${share}/doc/obstat/changelog "\
obstat (${CPACK_PACKAGE_VERSION}) unstable; urgency=medium

  * What changed stands in CHANGELOG.md beside this file.

 -- ${CPACK_PACKAGE_CONTACT}  ${day}
")
compressed(${share}/doc/obstat/changelog)
