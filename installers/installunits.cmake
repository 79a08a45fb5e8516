# SPDX-License-Identifier: GPL-3.0-or-later
# Run at installation, with the folders in bin, units and made.
if(NOT IS_ABSOLUTE "${bin}")
    set(bin "${CMAKE_INSTALL_PREFIX}/${bin}")
endif()
foreach(unit homeamp-host-agent.service homeamp-client-agent.service)
    file(READ "${units}/${unit}" text)
    string(REPLACE "ExecStart=/usr/bin/" "ExecStart=${bin}/" text "${text}")
    file(WRITE "${made}/${unit}" "${text}")
    file(INSTALL DESTINATION "${CMAKE_INSTALL_PREFIX}/lib/systemd/system" TYPE FILE FILES "${made}/${unit}")
endforeach()
