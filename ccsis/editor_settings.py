"""How CKEditor 4 is set up. Read by settings; checked by ccsis.checks; reasons in docs/developers.md.

The bundled 4.22.1 gets no more free fixes. Nothing here is a defence: ccsis.html cleans what it sends.
"""

CKEDITOR_BASEPATH = "/static/ckeditor/ckeditor/"

_ALLOWED = (
    "p(lead,source); h2 h3 h4 strong em s sub hr br pre code small mark;"
    " a[!href,hreflang,title]; ul; ol[start,reversed,type]; li[value]; dl dt dd;"
    " blockquote[cite](pull); q[cite]; cite; abbr[title]; time[datetime]; span[lang,dir]; bdi; bdo[dir];"
    " figure(embed,table,wide,portrait); figcaption; aside(aside);"
    " img[!src,alt,width,height]; table caption thead tbody tfoot tr;"
    " th[scope,colspan,rowspan](number); td[colspan,rowspan](number);"
    " sup(note); *[lang,dir,id]"
)

# Vendor services (exportpdf, wsc, scayt), uploads, forms, frames and everything else that no analysis needs.
_REMOVED = (
    "exportpdf,scayt,wsc,flash,iframe,forms,codesnippetgeshi,docprops,adobeair,smiley,about,"
    "filebrowser,uploadimage,uploadwidget,uploadfile,filetools,easyimage,cloudservices,image,newpage,print,save,preview,"
    "templates,font,colorbutton,colordialog,bidi,div,pagebreak,elementspath,copyformatting,justify,liststyle,language,"
    "stylescombo"
)

CKEDITOR_CONFIGS = {
    "default": {
        "toolbar": [
            ["Format"],
            ["Bold", "Italic", "Subscript", "Superscript", "RemoveFormat"],
            ["Link", "Unlink"],
            ["BulletedList", "NumberedList", "Blockquote", "PullQuote", "Aside"],
            ["Picture", "FootNote", "Table", "HorizontalRule", "SpecialChar"],
            ["PasteText", "Undo", "Redo", "Find", "ShowBlocks", "Maximize"],
        ],
        "format_tags": "p;h2;h3;h4",
        "extraPlugins": "divarea,newsroom,footnotes",  # our own: static/js/editor.js, editor-notes.js
        "removePlugins": _REMOVED + ",sourcearea",
        "allowedContent": _ALLOWED,
        "disallowedContent": "script style iframe; *[on*]",
        "fullPage": False,
        "versionCheck": False,
        "disableNativeSpellChecker": False,
        "entities": False,
        "linkShowAdvancedTab": False,
        "linkShowTargetTab": False,
        "removeDialogTabs": "link:upload",
        "customConfig": "",
        "stylesSet": False,
        "pictures": "/admin/articles/image/choose/",  # where our own picture button looks
        "height": 520,
        "width": "100%",
    },
}
# For those who hold articles.edit_source: the same, with the source view.
CKEDITOR_CONFIGS["source"] = {
    **CKEDITOR_CONFIGS["default"],
    "toolbar": [*CKEDITOR_CONFIGS["default"]["toolbar"], ["Source"]],
    "removePlugins": _REMOVED,
}
