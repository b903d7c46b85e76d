# Varnish in front of Terbit, for /etc/varnish/default.vcl; docs/operate/press.md tells how to put it in place.
#
# With TERBIT_CDN=varnish://127.0.0.1:6081 Terbit marks its prints with s-maxage, and tells Varnish of each that changed:
# PURGE for an address, BAN for everything (another look, another Terbit).
vcl 4.1;

import std;

backend terbit {
    .host = "127.0.0.1";
    .port = "8000";
}

# Who may tell: the machines on which `terbit run` runs.
acl tellers {
    "127.0.0.1";
    "::1";
}

sub vcl_recv {
    if (req.method == "PURGE" || req.method == "BAN") {
        if (client.ip !~ tellers) {
            return (synth(405, "Not allowed"));
        }
        if (req.method == "PURGE") {
            return (purge);
        }
        if (std.ban("obj.http.X-Terbit-Host == " + req.http.Host)) {
            return (synth(200, "Banned"));
        }
        return (synth(500, std.ban_error()));
    }

    # The newsroom is nobody else's.
    if (req.url ~ "^/ruang-redaksi/") {
        return (pass);
    }
    # What a page tells of its reader is in the query.
    if (req.method != "GET" && req.method != "HEAD") {
        return (pass);
    }
    # Terbit's pages are the same for everybody.
    unset req.http.Cookie;

    # One page has one address: what trackers hang on it is cut off. Searches, old numbers and old feeds mean something.
    if (req.url !~ "^/cari/" && req.url !~ "^/([^/?]+/)?\?(.*&)?((p|page_id|attachment_id|cat|author)=[0-9]|feed=)") {
        set req.url = regsub(req.url, "\?.*$", "");
    }
    # Another spelling of an address is not purged with it, so it is not kept.
    if (req.url ~ "%") {
        return (pass);
    }
}

sub vcl_backend_response {
    # By this everything is found again when it is banned.
    set beresp.http.X-Terbit-Host = bereq.http.Host;
    # What is not fresh is never given out, unless Terbit itself cannot answer.
    set beresp.grace = 0s;
}

sub vcl_deliver {
    unset resp.http.X-Terbit-Host;
}
