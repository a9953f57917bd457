# What `cmake --install` puts where, and the Debian package that CPack makes of it.
#
#     bin/obstat
#     libexec/obstat/obstat-net                               what talks to others; not beside a static obstat
#     share/obstat/{policies,stdlib-lua,schemas}              found as <program>/../share/obstat
#     share/doc/obstat/                                       licence, documents, examples, SBOM
#     share/man/man1, share/bash-completion/completions,
#     share/zsh/site-functions,
#     share/fish/vendor_completions.d                         printed by the program itself
include(GNUInstallDirs)
include(${CMAKE_CURRENT_LIST_DIR}/components.cmake)

if(NOT TARGET obstat)
    return()
endif()

set(data ${CMAKE_INSTALL_DATADIR}/obstat)
set(doc ${CMAKE_INSTALL_DATADIR}/doc/obstat)
set(CMAKE_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
    OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)

install(TARGETS obstat RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
if(TARGET obstat-net)
    install(TARGETS obstat-net RUNTIME DESTINATION ${CMAKE_INSTALL_LIBEXECDIR}/obstat)
endif()
install(DIRECTORY policies stdlib-lua schemas DESTINATION ${data})
install(DIRECTORY docs/examples DESTINATION ${doc})
install(FILES README.md CHANGELOG.md SECURITY.md docs/ci.md docs/writing-policies.md DESTINATION ${doc})
install(FILES LICENSE DESTINATION ${doc})

# Man pages and completions: printed by the program at the end of each build. A program for another
# processor runs under CMAKE_CROSSCOMPILING_EMULATOR; without one they are left out.
if(CMAKE_CROSSCOMPILING AND NOT CMAKE_CROSSCOMPILING_EMULATOR)
    message(STATUS "no emulator to run obstat: man pages and completions are not made")
else()
    set(pages ${CMAKE_BINARY_DIR}/pages)
    add_custom_command(OUTPUT ${pages}/made
        COMMAND ${CMAKE_COMMAND} "-DPROGRAM=${CMAKE_CROSSCOMPILING_EMULATOR};$<TARGET_FILE:obstat>"
                -DOUT=${pages} -P ${CMAKE_CURRENT_LIST_DIR}/pages.cmake
        DEPENDS obstat ${CMAKE_CURRENT_LIST_DIR}/pages.cmake VERBATIM)
    add_custom_target(pages ALL DEPENDS ${pages}/made)
    install(DIRECTORY ${pages}/man1 DESTINATION ${CMAKE_INSTALL_MANDIR})
    install(FILES ${pages}/bash DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions
            RENAME obstat)
    install(FILES ${pages}/zsh DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/site-functions
            RENAME _obstat)
    install(FILES ${pages}/fish DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d
            RENAME obstat.fish)
endif()

sbom_write(${CMAKE_BINARY_DIR}/obstat.cdx.json)
install(FILES ${CMAKE_BINARY_DIR}/obstat.cdx.json DESTINATION ${doc})

include(${CMAKE_CURRENT_LIST_DIR}/debian.cmake)
