# SPDX-License-Identifier: GPL-3.0-or-later
# One room is one static library. What a room must not see, it does not link.

add_library(archivesmp_pch STATIC "${CMAKE_SOURCE_DIR}/cmake/pch.cpp")
target_link_libraries(archivesmp_pch PUBLIC Archivesmp::Settings Qt6::Core)
target_precompile_headers(archivesmp_pch PRIVATE "${CMAKE_SOURCE_DIR}/cmake/pch.h")
set_target_properties(archivesmp_pch PROPERTIES AUTOMOC OFF)

# archivesmp_add_room(common_drift SOURCES a.cpp a.h … PUBLIC Archivesmp::common_config … PRIVATE …)
# makes the library archivesmp_common_drift with the alias Archivesmp::common_drift.
function(archivesmp_add_room room)
    cmake_parse_arguments(PARSE_ARGV 1 ROOM "" "" "SOURCES;PUBLIC;PRIVATE")
    set(target "archivesmp_${room}")
    add_library(${target} STATIC ${ROOM_SOURCES})
    add_library("Archivesmp::${room}" ALIAS ${target})
    target_link_libraries(${target} PUBLIC Archivesmp::Settings Qt6::Core ${ROOM_PUBLIC} PRIVATE ${ROOM_PRIVATE})
    target_precompile_headers(${target} REUSE_FROM archivesmp_pch)
endfunction()

# archivesmp_add_program(archivesmp-agent SOURCES main.cpp LIBRARIES …), built into bin/.
function(archivesmp_add_program program)
    cmake_parse_arguments(PARSE_ARGV 1 PROGRAM "" "" "SOURCES;LIBRARIES")
    add_executable("${program}" ${PROGRAM_SOURCES})
    target_link_libraries("${program}" PRIVATE Archivesmp::Settings Qt6::Core ${PROGRAM_LIBRARIES})
    target_precompile_headers("${program}" REUSE_FROM archivesmp_pch)
endfunction()

# archivesmp_add_tests(common_drift [GUI] [LABELS services] [TIMEOUT seconds] TESTS tst_a.cpp … SOURCES fake.cpp … LIBRARIES …)
# makes one program tst_common_drift and one ctest entry per test class, named common_drift.a.
function(archivesmp_add_tests room)
    cmake_parse_arguments(PARSE_ARGV 1 ROOM "GUI" "TIMEOUT" "TESTS;SOURCES;LIBRARIES;LABELS")
    set(target "tst_${room}")
    if(NOT ROOM_TIMEOUT)
        set(ROOM_TIMEOUT 120)
    endif()
    add_executable(${target} ${ROOM_TESTS} ${ROOM_SOURCES} "${CMAKE_SOURCE_DIR}/tests/support/testmain.cpp")
    target_link_libraries(${target} PRIVATE Archivesmp::Settings Archivesmp::tests_support Qt6::Core Qt6::Test
                          ${ROOM_LIBRARIES})
    target_compile_definitions(${target} PRIVATE
        ARCHIVESMP_FIXTURES="${CMAKE_SOURCE_DIR}/tests/fixtures"
        ARCHIVESMP_SOURCE="${CMAKE_SOURCE_DIR}"
        ARCHIVESMP_BIN="${CMAKE_RUNTIME_OUTPUT_DIRECTORY}")
    if(ROOM_GUI)
        target_compile_definitions(${target} PRIVATE ARCHIVESMP_TEST_GUI)
    else()
        target_precompile_headers(${target} REUSE_FROM archivesmp_pch)
    endif()
    set_target_properties(${target} PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/tests")
    foreach(file IN LISTS ROOM_TESTS)
        get_filename_component(name "${file}" NAME_WE)
        string(REGEX REPLACE "^tst_" "" short "${name}")
        add_test(NAME "${room}.${short}" COMMAND ${target} "${name}")
        set_tests_properties("${room}.${short}" PROPERTIES TIMEOUT ${ROOM_TIMEOUT}
            ENVIRONMENT "QT_LOGGING_RULES=archivesmp.*.info=false")
        if(ROOM_LABELS)
            set_tests_properties("${room}.${short}" PROPERTIES LABELS "${ROOM_LABELS}")
        endif()
    endforeach()
endfunction()
