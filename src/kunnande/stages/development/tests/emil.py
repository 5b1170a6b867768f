"""An EMIL 3 document for tests: a course given on two occasions, and one nobody needs here."""

EMIL = """<?xml version="1.0" encoding="UTF-8"?>
<emil xmlns="https://example.se/emil/3">
  <educationInfo>
    <identifier>i.kv.matteknik</identifier>
    <code>MT1</code>
    <lastEdited>2025-01-10T09:00:00</lastEdited>
    <expires>2030-01-01T00:00:00</expires>
    <title><string xml:lang="swe">Mätteknik, grund</string>
      <string xml:lang="eng">Measuring, basic</string></title>
    <type><code>YH</code></type>
    <extent><length>3</length><unit><code>days</code></unit></extent>
    <eligibility><string xml:lang="swe">Du kan läsa en ritning.</string></eligibility>
    <url><url xml:lang="swe">https://kursverkstan.example/matteknik</url></url>
    <resultIsDegree>false</resultIsDegree>
  </educationInfo>
  <educationInfo>
    <identifier>i.kv.keramik</identifier>
    <title><string xml:lang="swe">Keramik på kvällstid</string></title>
    <type><code>STF</code></type>
    <extent><length>2</length><unit><code>semesters</code></unit></extent>
  </educationInfo>
  <educationEvent>
    <identifier>e.kv.matteknik.1</identifier>
    <education>i.kv.matteknik</education>
    <execution><condition><code>1</code></condition><start>2026-03-02</start></execution>
    <fees><totalAmount>7900</totalAmount><currency>SEK</currency></fees>
    <places>12</places>
  </educationEvent>
  <educationEvent>
    <identifier>e.kv.matteknik.2</identifier>
    <education>i.kv.matteknik</education>
    <execution><condition><code>1</code></condition></execution>
    <isCancelled>true</isCancelled>
    <places>40</places>
  </educationEvent>
</emil>
""".encode()
TAGS = {"i.kv.matteknik": "IT07:2, IT08:3"}
