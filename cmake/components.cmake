# The foreign libraries in the program, with their licences, and the bill of materials (SBOM) that
# is written of them: CycloneDX 1.6. Only what a room links is listed; a library that is linked and
# has no row here ends the configuration.

# component(TARGET NAME MODULE LICENSE): MODULE is its name for pkg-config, LICENSE that of SPDX.
function(component target name module license)
    set_property(GLOBAL APPEND PROPERTY COMPONENTS "${target}")
    set_property(GLOBAL PROPERTY "COMPONENT_${target}" ${name} ${module} ${license})
endfunction()

component(PkgConfig::LUA   lua     lua5.4     MIT)
component(PkgConfig::YAML  libyaml yaml-0.1   MIT)
component(PkgConfig::PCRE2 pcre2   libpcre2-8 BSD-3-Clause)
component(PkgConfig::EXPAT expat   expat      MIT)
component(PkgConfig::ZLIB  zlib    zlib       Zlib)
component(ZLIB::ZLIB       zlib    zlib       Zlib)
component(PkgConfig::SQLITE sqlite sqlite3   blessing)
component(OpenSSL::Crypto  openssl libcrypto  Apache-2.0)
component(PkgConfig::CURL  curl    libcurl    curl)

# What the rooms link, as targets, sorted.
function(components_linked out)
    get_property(rooms DIRECTORY ${CMAKE_SOURCE_DIR}/engine PROPERTY BUILDSYSTEM_TARGETS)
    get_property(known GLOBAL PROPERTY COMPONENTS)
    set(found "")
    foreach(room ${rooms})
        get_target_property(libraries ${room} LINK_LIBRARIES)
        foreach(library ${libraries})
            if(library MATCHES "::" AND NOT library IN_LIST known)
                message(FATAL_ERROR "engine/${room} links ${library}: cmake/components.cmake needs a row for it")
            elseif(library MATCHES "::")
                list(APPEND found ${library})
            endif()
        endforeach()
    endforeach()
    list(REMOVE_DUPLICATES found)
    list(SORT found)
    set(${out} ${found} PARENT_SCOPE)
endfunction()

# On Debian and its kin: the source package and version that own a file of the build machine.
function(debian_package file out_name out_version)
    set(${out_name} "" PARENT_SCOPE)
    execute_process(COMMAND dpkg-query -S ${file} OUTPUT_VARIABLE owner RESULT_VARIABLE status ERROR_QUIET)
    if(status EQUAL 0 AND owner MATCHES "^([^,\n]+): ")
        execute_process(COMMAND dpkg-query -W -f "\${source:Package} \${source:Version}" ${CMAKE_MATCH_1}
                        OUTPUT_VARIABLE source ERROR_QUIET)
        if(source MATCHES "^([^ ]+) ([^ \n]+)$")
            set(${out_name} ${CMAKE_MATCH_1} PARENT_SCOPE)
            set(${out_version} ${CMAKE_MATCH_2} PARENT_SCOPE)
        endif()
    endif()
endfunction()

# A component as JSON: version from pkg-config, and where it was packaged its package URL.
function(component_json name version license owned_file out)
    set(purl "pkg:generic/${name}@${version}")
    debian_package("${owned_file}" package package_version)
    if(package)
        file(STRINGS /etc/os-release system REGEX "^(ID|VERSION_ID)=")
        string(REGEX REPLACE "[\"']" "" system "${system}")
        string(REGEX MATCH "(^|;)ID=([^;]*)" ignored "${system}")
        set(vendor "${CMAKE_MATCH_2}")
        string(REGEX MATCH "VERSION_ID=([^;]*)" ignored "${system}")
        set(release "${CMAKE_MATCH_1}")
        string(REPLACE "+" "%2B" package_version "${package_version}")
        string(REPLACE ":" "%3A" package_version "${package_version}")
        set(purl "pkg:deb/${vendor}/${package}@${package_version}?arch=source&distro=${vendor}-${release}")
    endif()
    set(${out} "    {
      \"type\": \"library\",
      \"bom-ref\": \"${name}\",
      \"name\": \"${name}\",
      \"version\": \"${version}\",
      \"licenses\": [{\"license\": {\"id\": \"${license}\"}}],
      \"purl\": \"${purl}\"
    }" PARENT_SCOPE)
endfunction()

# The C library's version, by its own header.
function(libc_version out)
    execute_process(COMMAND ${CMAKE_C_COMPILER} -E -dM -x c -include features.h /dev/null
                    OUTPUT_VARIABLE macros ERROR_QUIET)
    set(version unknown)
    if(macros MATCHES "__GLIBC__ ([0-9]+)")
        set(version ${CMAKE_MATCH_1})
        string(REGEX MATCH "__GLIBC_MINOR__ ([0-9]+)" ignored "${macros}")
        set(version ${version}.${CMAKE_MATCH_1})
    endif()
    set(${out} ${version} PARENT_SCOPE)
endfunction()

function(sbom_write file)
    components_linked(linked)
    set(components "")
    set(names "")
    foreach(target ${linked})
        get_property(row GLOBAL PROPERTY "COMPONENT_${target}")
        list(GET row 0 name)
        list(GET row 1 module)
        list(GET row 2 license)
        execute_process(COMMAND ${PKG_CONFIG_EXECUTABLE} --modversion ${module}
                        OUTPUT_VARIABLE version OUTPUT_STRIP_TRAILING_WHITESPACE)
        execute_process(COMMAND ${PKG_CONFIG_EXECUTABLE} --variable=pcfiledir ${module}
                        OUTPUT_VARIABLE folder OUTPUT_STRIP_TRAILING_WHITESPACE)
        component_json(${name} "${version}" ${license} ${folder}/${module}.pc json)
        list(APPEND names "\"${name}\"")
        string(APPEND components "${json},\n")
    endforeach()
    execute_process(COMMAND ${CMAKE_C_COMPILER} -print-file-name=libc.a
                    OUTPUT_VARIABLE libc OUTPUT_STRIP_TRAILING_WHITESPACE)
    get_filename_component(libc "${libc}" REALPATH)
    libc_version(version)
    component_json(glibc ${version} LGPL-2.1-or-later "${libc}" json)
    list(APPEND names "\"glibc\"")
    string(APPEND components "${json}")
    list(JOIN names ", " names)

    set(linkage dynamic)
    if(OBSTAT_STATIC)
        set(linkage static)
    endif()
    set(content "\"version\": 1,
  \"metadata\": {
    \"timestamp\": \"${OBSTAT_DATE}T00:00:00Z\",
    \"component\": {
      \"type\": \"application\",
      \"bom-ref\": \"obstat\",
      \"name\": \"obstat\",
      \"version\": \"${PROJECT_VERSION}\",
      \"licenses\": [{\"license\": {\"id\": \"Apache-2.0\"}}],
      \"purl\": \"pkg:generic/obstat@${PROJECT_VERSION}\",
      \"properties\": [
        {\"name\": \"obstat:linkage\", \"value\": \"${linkage}\"},
        {\"name\": \"obstat:processor\", \"value\": \"${CMAKE_SYSTEM_PROCESSOR}\"}
      ]
    }
  },
  \"components\": [
${components}
  ],
  \"dependencies\": [
    {\"ref\": \"obstat\", \"dependsOn\": [${names}]}
  ]
}
")
    # The same content has the same number: that of its bytes, in our own name space.
    string(UUID serial NAMESPACE 6f627374-6174-5000-8000-000000000000 NAME "${content}" TYPE SHA1)
    file(CONFIGURE OUTPUT ${file} CONTENT "{
  \"\$schema\": \"http://cyclonedx.org/schema/bom-1.6.schema.json\",
  \"bomFormat\": \"CycloneDX\",
  \"specVersion\": \"1.6\",
  \"serialNumber\": \"urn:uuid:${serial}\",
  ${content}" @ONLY)
endfunction()
