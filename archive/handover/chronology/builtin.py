"""The letters of the two fonts inside typst that are counted on, as ranges of code points.

Their files cannot be opened, so this is written down: less than they have, and the same in their bold. A test prints them all.
"""

BUILTIN = {
    "Libertinus Serif": "20-7e a0-ac ae-2e4 300-34e 350-36f 374-375 384-38a 38c 38e-3a1 3a3-3ce 400-45f 490-4c4 4d0-4f9 "
    "1e00-1e9b 1e9e 1ea0-1ef9 2000-200a 2010-2027 202f-2037 2039-203e 2044 2070-2071 2074-208e 20ab-20ac 20b1 20bf "
    "2103 2109 2113 2116 2122 2126",
    "DejaVu Sans Mono": "531-556 559-55f 561-587 589-58a 10d0-10fc 20a0-20b5 20b8-20ba 20bd 2150-2151 2153-215f 2190-2213 2215 "
    "2217-2220 2223 2227-222d 2234-223d 2241-2269 2300-2306 2308-2315 2318-2319 231c-2321 2325-2328 232b 23ce-23cf 2423 "
    "2500-262f 2638-268b 2690-269c 26a0-26a1 2701-2704 2706-2709 270c-2727 2729-274b 2756 2761-2775 2798-27af 27b1-27be "
    "27e6-27eb 27f5-27f7 2b05-2b0d fffd",
}
