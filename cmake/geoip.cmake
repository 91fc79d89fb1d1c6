# Countries by address: the database of the npm package pinned in third_party/geoip.
#
#   tenrec_geoip_beside(target) puts it into the folder geoip beside a program, with its licence
#
# Without it the program works all the same and says that it knows no places.

set(TENREC_GEOIP_DIR "${CMAKE_SOURCE_DIR}/third_party/geoip/node_modules/@ip-location-db/geo-whois-asn-country-mmdb"
    CACHE PATH "Directory that holds geo-whois-asn-country.mmdb")

function(tenrec_geoip_beside target)
  set(folder "$<TARGET_FILE_DIR:${target}>/geoip")
  add_custom_command(
    TARGET ${target} POST_BUILD
    COMMAND sh -c "[ ! -f '${TENREC_GEOIP_DIR}/geo-whois-asn-country.mmdb' ] || { mkdir -p '${folder}' && cp -f '${TENREC_GEOIP_DIR}/geo-whois-asn-country.mmdb' '${TENREC_GEOIP_DIR}/NRO_LICENSE' '${folder}/'; }"
    VERBATIM)
endfunction()
