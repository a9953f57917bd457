# The Debian package: `cpack -G DEB`, or packaging/build deb, which also fixes its dates.
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME obstat)
set(CPACK_PACKAGE_VENDOR "Obstat developers")
set(CPACK_PACKAGE_CONTACT "Obstat developers <obstat@obstat.example>")
set(CPACK_PACKAGE_VERSION ${PROJECT_VERSION})
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "policy-as-code gate for machine-learning models")
set(CPACK_PACKAGE_DESCRIPTION
    "Obstat judges a version of a model by its manifest and its evaluation results.
Policies are small Lua files, run in a sandbox; the exit status tells a
pipeline whether the model may go on. What could not be judged never passes.

This package holds the program, its policy packs and modules, schemas, man
pages and completions for bash, zsh and fish.")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS ${CMAKE_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS})
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION utils)
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON) # Depends, from what the program is linked to
set(CPACK_DEBIAN_PACKAGE_SUGGESTS git)
set(CPACK_PRE_BUILD_SCRIPTS ${CMAKE_CURRENT_LIST_DIR}/debian_files.cmake)
set(CPACK_OBSTAT_DATE ${OBSTAT_DATE})
include(CPack)
