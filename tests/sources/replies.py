# ruff: noqa: E501, RUF001 - replies stay as the publishers' documents show them
"""One small reply for each source, after the publishers' own documents: address, body."""

from typing import Any

REPLIES: dict[str, tuple[str, Any]] = {
    "iiif": (
        "https://h.example/manifest.json",
        {"@context": "http://iiif.io/api/presentation/3/context.json", "id": "https://h.example/manifest.json", "type": "Manifest", "label": {"en": ["Book"]}, "items": [{"type": "Canvas", "id": "c", "items": [{"type": "AnnotationPage", "items": [{"type": "Annotation", "motivation": "painting", "body": {"type": "Image", "id": "https://h.example/1.jpg", "format": "image/jpeg", "width": 20, "height": 10}}]}]}]},
    ),
    "json-feed": (
        "https://h.example/feed.json",
        {"version": "https://jsonfeed.org/version/1.1", "title": "Blog", "items": [{"id": "1", "url": "https://h.example/1", "title": "One", "image": "https://h.example/1.jpg"}]},
    ),
    "har": (
        "https://h.example/session.har",
        {"log": {"version": "1.2", "creator": {"name": "b"}, "pages": [{"id": "p", "title": "https://h.example/page"}], "entries": [
            {"pageref": "p", "request": {"url": "https://h.example/1.jpg"}, "response": {"status": 200, "content": {"mimeType": "image/jpeg", "size": 90000}}},
            {"request": {"url": "https://h.example/icon.png"}, "response": {"status": 200, "content": {"mimeType": "image/png", "size": 200}}},
            {"request": {"url": "https://h.example/gone.jpg"}, "response": {"status": 404, "content": {"mimeType": "image/jpeg", "size": 90000}}},
            {"request": {"url": "https://h.example/a.js"}, "response": {"status": 200, "content": {"mimeType": "text/javascript"}}}]}},
    ),
    "gallery-dl": (
        "https://h.example/out.json",
        [[2, {"category": "x", "title": "Album", "author": {"name": "Ann"}}], [3, "https://h.example/1.jpg", {"extension": "jpg", "filename": "1", "width": 20, "height": 10, "date": "2026-01-02 03:04:05", "tags": ["a", "b"]}], [3, "https://h.example/f.mp4", {"extension": "mp4"}]],
    ),
    "nasa-images": (
        "https://images-api.nasa.gov/search?q=moon&media_type=image",
        {"collection": {"version": "1.0", "items": [
            {"href": "http://images-assets.nasa.gov/image/A/collection.json", "data": [{"title": "Moon", "nasa_id": "A", "media_type": "image", "center": "JSC", "date_created": "1969-07-20T00:00:00Z", "keywords": ["moon"], "description": "The moon.", "photographer": "Buzz"}], "links": [{"href": "http://images-assets.nasa.gov/image/A/A~thumb.jpg", "rel": "preview", "render": "image"}]},
            {"href": "http://images-assets.nasa.gov/image/B/collection.json", "data": [{"title": "Earth", "nasa_id": "B", "media_type": "image", "center": "HQ"}], "links": [{"href": "http://images-assets.nasa.gov/image/B/B~orig.jpg", "rel": "canonical", "render": "image", "width": 4000, "height": 3000}, {"href": "http://images-assets.nasa.gov/image/B/B~thumb.jpg", "rel": "preview", "render": "image"}]}],
            "links": [{"rel": "next", "prompt": "Next", "href": "http://images-api.nasa.gov/search?q=moon&media_type=image&page=2"}], "metadata": {"total_hits": 200}}},
    ),
    "commons": (
        "https://commons.wikimedia.org/w/api.php?action=query&generator=allimages",
        {"batchcomplete": "", "continue": {"continue": "gaicontinue||", "gaicontinue": "next.jpg"}, "query": {"pages": {"81754323": {"pageid": 81754323, "ns": 6, "title": "File:20120925 Plozevet.jpg", "imageinfo": [{"url": "https://upload.wikimedia.org/wikipedia/commons/2/25/P.jpg", "descriptionurl": "https://commons.wikimedia.org/wiki/File:P.jpg", "width": 5514, "height": 3102, "mime": "image/jpeg", "user": "PtrQs", "thumburl": "https://upload.wikimedia.org/wikipedia/commons/thumb/2/25/P.jpg/330px-P.jpg", "thumbwidth": 330, "thumbheight": 186, "extmetadata": {"Artist": {"value": '<a href="//commons.wikimedia.org/wiki/User:PtrQs" title="User:PtrQs">PtrQs</a>'}, "LicenseShortName": {"value": "CC BY-SA 4.0"}, "LicenseUrl": {"value": "https://creativecommons.org/licenses/by-sa/4.0"}, "ImageDescription": {"value": "A <b>church</b>"}, "ObjectName": {"value": "Plozevet"}, "DateTimeOriginal": {"value": "2012-09-25 16:23:02"}}}]}, "2": {"pageid": 2, "title": "File:Gone.jpg", "missing": ""}}}},
    ),
    "apod": (
        "https://api.nasa.gov/planetary/apod?api_key=DEMO_KEY&count=2",
        [{"copyright": "\nPanther\nObservatory", "date": "2006-04-15", "explanation": "In this stunning…", "hdurl": "https://apod.nasa.gov/apod/image/0604/M81_c80.jpg", "media_type": "image", "service_version": "v1", "title": "Galaxy Wars", "url": "https://apod.nasa.gov/apod/image/0604/M81_c25.jpg"},
         {"date": "2020-01-02", "explanation": "A film.", "media_type": "video", "service_version": "v1", "title": "Film", "url": "https://www.youtube.com/embed/x"}],
    ),
    "picsum": (
        "https://picsum.photos/v2/list?page=1&limit=1",
        [{"id": "0", "author": "Alejandro Escamilla", "width": 5000, "height": 3333, "url": "https://unsplash.com/photos/yC-Yzbqy7PY", "download_url": "https://picsum.photos/id/0/5000/3333"}],
    ),
    "met": (
        "https://collectionapi.metmuseum.org/public/collection/v1/objects/45734",
        {"objectID": 45734, "isPublicDomain": True, "primaryImage": "https://images.metmuseum.org/CRDImages/as/original/DP251139.jpg", "primaryImageSmall": "https://images.metmuseum.org/CRDImages/as/web-large/DP251139.jpg", "additionalImages": ["https://images.metmuseum.org/CRDImages/as/original/DP251138.jpg"], "title": "Quail and Millet", "artistDisplayName": "Kiyohara Yukinobu", "objectDate": "late 17th century", "medium": "Hanging scroll", "creditLine": "The Howard Mansfield Collection", "objectURL": "https://www.metmuseum.org/art/collection/search/45734", "rightsAndReproduction": "", "tags": [{"term": "Birds"}]},
    ),
    "artic": (
        "https://api.artic.edu/api/v1/artworks?page=3&limit=2",
        {"pagination": {"total": 112773, "limit": 2, "offset": 4, "current_page": 3, "total_pages": 56387, "next_url": "https://api.artic.edu/api/v1/artworks?page=4&limit=2"}, "data": [{"id": 27992, "title": "A Sunday on La Grande Jatte", "image_id": "2d484387-2509-5e8e-2c43-22f9981972eb", "alt_image_ids": [], "thumbnail": {"lqip": "data:image/gif;base64,R0lGODlhBAAFAPQAAB8Z", "width": 6125, "height": 8002, "alt_text": "A work made of oil on canvas."}, "artist_display": "Georges Seurat\nFrench", "artist_title": "Georges Seurat", "is_public_domain": True, "credit_line": "Gift"}, {"id": 5, "title": "None", "image_id": None, "is_public_domain": False}], "info": {"license_text": "x"}, "config": {"iiif_url": "https://www.artic.edu/iiif/2", "website_url": "https://www.artic.edu"}},
    ),
    "cleveland": (
        "https://openaccess-api.clevelandart.org/api/artworks/?limit=1&skip=0",
        {"info": {"total": 32483, "parameters": {"limit": "1", "skip": "0"}}, "data": [{"id": 96887, "title": "Scent Bottle", "creators": [{"description": "Vincent van Gogh (Dutch, 1853–1890)", "role": "artist"}], "creation_date": "1700s", "share_license_status": "CC0", "creditline": "Gift", "tombstone": "Scent Bottle, 1700s.", "url": "https://clevelandart.org/art/1916.586.a", "images": {"web": {"url": "https://openaccess-cdn.clevelandart.org/a_web.jpg", "width": "641", "height": "900"}, "print": {"url": "https://openaccess-cdn.clevelandart.org/a_print.jpg", "width": "2422", "height": "3400"}, "full": {"url": "https://openaccess-cdn.clevelandart.org/a_full.tif"}}}]},
    ),
    "loc": (
        "https://www.loc.gov/collections/baseball-cards/?fo=json&sp=1",
        {"pagination": {"current": 1, "of": 2085, "perpage": 100, "total": 21, "next": "https://www.loc.gov/collections/baseball-cards/?fo=json&sp=2", "previous": None}, "results": [{"id": "http://www.loc.gov/item/2008677321/", "url": "https://www.loc.gov/item/2008677321/", "title": "Card", "date": "1888", "contributor": ["Goodwin"], "subject": ["baseball"], "original_format": ["photo, print, drawing"], "online_format": ["image"], "access_restricted": False, "image_url": ["https://tile.loc.gov/0382f_150px.jpg#h=150&w=84", "https://tile.loc.gov/0382fv.jpg#h=1024&w=572"]}, {"id": "http://www.loc.gov/collections/x/", "title": "All", "original_format": ["collection"], "image_url": ["https://tile.loc.gov/x.jpg"]}]},
    ),
    "openverse": (
        "https://api.openverse.org/v1/images/?q=cat",
        {"result_count": 240, "page_count": 12, "page_size": 20, "page": 1, "results": [{"id": "0cca3a36", "title": "Cairo skyline", "foreign_landing_url": "https://www.flickr.com/photos/98833136@N00/73638843", "url": "https://live.staticflickr.com/35/73638843_d348e4c946_b.jpg", "creator": "StartAgain", "creator_url": "https://www.flickr.com/photos/98833136@N00", "license": "by-sa", "license_version": "2.0", "license_url": "https://creativecommons.org/licenses/by-sa/2.0/", "tags": [{"name": "cairo"}], "attribution": '"Cairo skyline" by StartAgain is licensed under CC BY-SA 2.0.', "height": 768, "width": 1024, "thumbnail": "https://api.openverse.org/v1/images/0cca3a36/thumb/"}, {"id": "x", "title": "Empty", "foreign_landing_url": "", "url": "", "license": "cc0", "license_version": "1.0"}]},
    ),
    "flickr": (
        "https://www.flickr.com/services/feeds/photos_public.gne?format=json&tags=ape",
        'jsonFlickrFeed({"title":"Recent Uploads tagged ape","link":"https://www.flickr.com/photos/tags/ape/","items":[{"title":"Piaggio Ape\\\'s P501","link":"https://www.flickr.com/photos/harry_nl/54153196105/","media":{"m":"https://live.staticflickr.com/65535/54153196105_3dbe30ffa5_m.jpg"},"date_taken":"2024-11-09T16:29:05-08:00","published":"2024-11-20T11:14:39Z","author":"nobody@flickr.com (\\"harry_nl\\")","author_id":"123@N01","tags":"a b c"}]})',
    ),
    "inaturalist": (
        "https://api.inaturalist.org/v1/observations?page=1&per_page=1",
        {"total_results": 2, "page": 1, "per_page": 1, "results": [{"id": 57754375, "uri": "https://www.inaturalist.org/observations/57754375", "species_guess": "Monarch", "observed_on": "2020-08-27", "place_guess": "Wilcox", "user": {"login": "samroom", "name": None}, "taxon": {"name": "Danaus plexippus", "preferred_common_name": "Monarch"}, "photos": [{"id": 1, "license_code": "cc-by-nc", "url": "https://static.inaturalist.org/photos/92152429/square.jpg?1598551272", "attribution": "(c) samroom", "original_dimensions": {"width": 1188, "height": 900}}, {"id": 2, "license_code": None, "url": "https://inaturalist-open-data.s3.amazonaws.com/photos/2/square.jpeg"}]}]},
    ),
    "dog-ceo": (
        "https://dog.ceo/api/breeds/image/random/2",
        {"message": ["https://images.dog.ceo/breeds/hound-afghan/n02088094_1003.jpg", "https://images.dog.ceo/breeds/pug/x.jpg"], "status": "success"},
    ),
    "xkcd": (
        "https://xkcd.com/info.0.json",
        {"month": "5", "num": 2625, "link": "", "year": "2022", "news": "", "safe_title": "Field Topology", "transcript": "", "alt": "The combination croquet set…", "img": "https://imgs.xkcd.com/comics/field_topology.png", "title": "<span style='color:red'>Field</span> Topology", "day": "27"},
    ),
    "vam": (
        "https://api.vam.ac.uk/v2/objects/search?q=x&page=1",
        {"info": {"record_count": 2, "pages": 2, "page": 1, "page_size": 1}, "records": [{"systemNumber": "O1023003", "objectType": "Poster", "_primaryTitle": "Cunard Line", "_primaryMaker": {"name": "Thomas"}, "_primaryDate": "1920", "_images": {"_primary_thumbnail": "https://framemark.vam.ac.uk/collections/2013GU2911/full/!100,100/0/default.jpg", "_iiif_image_base_url": "https://framemark.vam.ac.uk/collections/2013GU2911/"}}, {"systemNumber": "O1", "_images": {}}]},
    ),
    "wellcome": (
        "https://api.wellcomecollection.org/catalogue/v2/images?query=x",
        {"type": "ResultList", "totalResults": 3, "nextPage": "https://api.wellcomecollection.org/catalogue/v2/images?query=x&page=2", "results": [{"id": "a1", "type": "Image", "thumbnail": {"url": "https://iiif.wellcomecollection.org/image/V1/info.json", "license": {"id": "cc-by", "label": "Attribution 4.0", "url": "http://creativecommons.org/licenses/by/4.0/"}}, "locations": [{"url": "https://iiif.wellcomecollection.org/image/V1/info.json", "license": {"id": "cc-by", "label": "Attribution 4.0", "url": "http://creativecommons.org/licenses/by/4.0/"}}], "source": {"id": "w1", "title": "Flowers", "contributors": [{"agent": {"label": "Ann"}}]}}]},
    ),
    "smk": (
        "https://api.smk.dk/api/v1/art/search/?keys=*&offset=0&rows=1",
        {"offset": 0, "rows": 1, "found": 3, "items": [{"object_number": "KKS1615", "has_image": True, "image_native": "https://api.smk.dk/api/v1/download/x/KKS1615.jpg", "image_thumbnail": "https://iip-thumb.smk.dk/iiif/jp2/kks1615.tif.jp2/full/!1024,/0/default.jpg", "image_width": 3076, "image_height": 5141, "public_domain": True, "rights": "https://creativecommons.org/share-your-work/public-domain/cc0/", "titles": [{"title": "Jomfru Maria"}], "production": [{"creator": "Altdorfer, Albrecht"}], "production_date": [{"period": "1479-1537"}]}]},
    ),
    "bing": (
        "https://www.bing.com/HPImageArchive.aspx?format=js&n=1",
        {"images": [{"startdate": "20260102", "url": "/th?id=OHR.X_1920x1080.jpg", "urlbase": "/th?id=OHR.X", "copyright": "Bridge over the Tay (© Ann B/Getty Images)", "copyrightlink": "https://www.bing.com/search?q=Tay", "title": "The long way"}]},
    ),
    "reddit": (
        "https://www.reddit.com/r/x/.json",
        {"kind": "Listing", "data": {"after": "t3_abc", "children": [
            {"kind": "t3", "data": {"title": "A view", "author": "ann", "subreddit": "EarthPorn", "permalink": "/r/EarthPorn/comments/1/", "url": "https://i.redd.it/x.png", "post_hint": "image", "preview": {"images": [{"source": {"url": "https://preview.redd.it/x.png?a=1&amp;b=2", "width": 3000, "height": 2000}, "resolutions": [{"url": "https://preview.redd.it/x.png?width=108&amp;s=1", "width": 108, "height": 72}]}]}}},
            {"kind": "t3", "data": {"title": "Album", "author": "bob", "permalink": "/r/x/2/", "is_gallery": True, "gallery_data": {"items": [{"media_id": "k2", "caption": "Second"}, {"media_id": "k1"}, {"media_id": "k3"}]}, "media_metadata": {"k1": {"status": "valid", "e": "Image", "m": "image/jpg", "p": [{"x": 108, "y": 191, "u": "https://preview.redd.it/k1.jpg?width=108&amp;s=2"}], "s": {"x": 2296, "y": 4080}}, "k2": {"status": "valid", "e": "Image", "m": "image/png", "s": {"x": 10, "y": 20}}, "k3": {"status": "failed"}}}},
            {"kind": "t3", "data": {"title": "Words", "is_self": True, "url": "https://www.reddit.com/r/x/3/", "thumbnail": "self"}}]}},
    ),
    "finna": (
        "https://api.finna.fi/api/v1/search?lookfor=x&limit=1",
        {"status": "OK", "resultCount": 2, "records": [{"id": "museo.1", "title": "Sauna", "buildings": [{"value": "0/M/", "translated": "Museo"}], "images": ["/Cover/Show?id=museo.1&index=0&size=large"], "imageRights": {"copyright": "CC BY 4.0", "link": "http://creativecommons.org/licenses/by/4.0/deed.fi"}, "nonPresenterAuthors": [{"name": "Aho, A."}], "year": "1930", "subjects": [["sauna"], ["vesi"]]}]},
    ),
    "science-museum": (
        "https://collection.sciencemuseumgroup.org.uk/search/images",
        {"data": [{"type": "objects", "id": "co1", "attributes": {"summary_title": "Engine", "multimedia": [{"credit": "SMG", "processed": {"large": {"location": "1/large_a.jpg", "measurements": {"dimensions": [{"dimension": "height", "value": 1150}, {"dimension": "width", "value": 1536}]}}}, "source": {"legal": {"rights": [{"usage_terms": "CC-BY-NC-SA 4.0"}]}}}]}, "links": {"self": "https://collection.sciencemuseumgroup.org.uk/objects/co1"}}], "links": {"next": None}},
    ),
    "stocksnap": (
        "https://stocksnap.io/api/load-photos/date/desc/1",
        {"nextPage": 2, "results": [{"img_id": "OAJ3645ZWF", "author_name": "Macro Mama", "img_width": 6000, "img_height": 4000, "keywords": ["flower", "blossom"]}]},
    ),
    "json": ("https://api.h.example/photos", {"photos": [{"src": {"original": "https://h.example/1.jpg", "tiny": "https://h.example/1-tiny.jpg"}, "photographer": "Ann", "alt": "One"}], "total_results": 1}),
    "shortcut": ("https://h.example/a.url", "[InternetShortcut]\r\nURL=https://h.example/1.jpg\r\n"),
    "sitemap": ("https://h.example/sitemap.xml", '<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"><url><loc>https://h.example/page</loc><image:image><image:loc>https://h.example/1.jpg</image:loc><image:title>One &amp; only</image:title><image:license>https://creativecommons.org/licenses/by/4.0/</image:license></image:image><image:image><image:loc>https://h.example/2.jpg</image:loc></image:image></url><url><loc>https://h.example/none</loc></url></urlset>'),
    "opml": ("https://h.example/subs.opml", '<opml version="2.0"><body><outline text="A"><outline text="Feed" xmlUrl="https://h.example/feed.xml"/></outline></body></opml>'),
    "feed": ("https://h.example/feed.xml", '<rss version="2.0"><channel><title>Blog</title><item><title>One</title><enclosure url="https://h.example/1.jpg" type="image/jpeg"/></item></channel></rss>'),
    "bookmarks": ("https://h.example/b.html", '<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<TITLE>Bookmarks</TITLE><DL><p><DT><A HREF="https://h.example/1.jpg" ADD_DATE="1">One</A><DT><A HREF="https://h.example/page">Page</A></DL>'),
    "markdown": ("https://h.example/notes.md", '# Notes\n\n![One](https://h.example/1.jpg "First") and [![small](/s.png)](/2.jpg) and ![Three][ref] ![](https://img.shields.io/x.png)\n\n[ref]: <3.jpg>\n'),
    "page": ("https://h.example/page", '<!doctype html><html><head><title>Page</title></head><body><img src="/1.jpg" alt="One"></body></html>'),
    "table": ("https://h.example/t.csv", 'Title,Image URL,Author,License,Page\n"One, first",https://h.example/1.jpg,Ann,CC BY 4.0,https://h.example/1\nTwo,https://h.example/2,Bob,,\nThree,,,,\n'),
    "list": ("https://h.example/list.txt", "https://h.example/1.jpg\tOne\n"),
}  # fmt: skip
