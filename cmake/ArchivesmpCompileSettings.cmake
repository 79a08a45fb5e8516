# SPDX-License-Identifier: GPL-3.0-or-later
# How our own code is compiled. Everything here hangs on two interface targets, so that nothing is global.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")
set(CMAKE_AUTOMOC ON)
set(CMAKE_AUTORCC ON)
set(CMAKE_AUTOUIC ON)

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM)
    # Precompiled headers need the first two; the base folder lets two checkouts share one cache.
    set(CMAKE_CXX_COMPILER_LAUNCHER
        "${CMAKE_COMMAND}" -E env
        "CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime"
        "CCACHE_BASEDIR=${CMAKE_SOURCE_DIR}" "CCACHE_NOHASHDIR=1" "${CCACHE_PROGRAM}")
endif()

find_package(Threads REQUIRED)
find_package(PkgConfig REQUIRED)
find_package(Qt6 6.4 REQUIRED COMPONENTS Core Network WebSockets Sql)
qt_standard_project_setup()

add_library(archivesmp_settings INTERFACE)
add_library(Archivesmp::Settings ALIAS archivesmp_settings)
target_include_directories(archivesmp_settings INTERFACE "${CMAKE_SOURCE_DIR}")
target_compile_definitions(archivesmp_settings INTERFACE
    QT_NO_CAST_FROM_ASCII
    QT_NO_CAST_TO_ASCII
    QT_NO_CAST_FROM_BYTEARRAY
    QT_NO_URL_CAST_FROM_STRING
    QT_NO_FOREACH
    QT_NO_KEYWORDS
    QT_NO_NARROWING_CONVERSIONS_IN_CONNECT
    QT_USE_QSTRINGBUILDER
    QT_STRICT_ITERATORS
    ARCHIVESMP_VERSION="${PROJECT_VERSION}")
if(CMAKE_CXX_COMPILER_ID MATCHES "GNU|Clang")
    # -fPIC everywhere, programs included, so that all of them share one precompiled header. Aggregates are filled in part
    # on purpose: every member has an initializer.
    target_compile_options(archivesmp_settings INTERFACE
        -fPIC -Wall -Wextra -Wno-missing-field-initializers -Wpedantic -Wshadow -Wold-style-cast -Wnon-virtual-dtor -Woverloaded-virtual
        -Wcast-align -Wformat=2 -Wimplicit-fallthrough -fstack-protector-strong -fvisibility=hidden)
    if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
        # ccache can only store objects that use a precompiled header with this.
        target_compile_options(archivesmp_settings INTERFACE -fpch-preprocess)
    endif()
    if(ARCHIVESMP_WARNINGS_AS_ERRORS)
        target_compile_options(archivesmp_settings INTERFACE -Werror)
    endif()
    if(ARCHIVESMP_SANITIZE)
        target_compile_options(archivesmp_settings INTERFACE
            "-fsanitize=${ARCHIVESMP_SANITIZE}" -fno-omit-frame-pointer
            # GCC sees uninitialized members behind the sanitizers' own checks.
            $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>)
        target_link_options(archivesmp_settings INTERFACE "-fsanitize=${ARCHIVESMP_SANITIZE}")
    endif()
    target_link_options(archivesmp_settings INTERFACE $<$<PLATFORM_ID:Linux>:LINKER:-z,relro,-z,now>)
endif()
