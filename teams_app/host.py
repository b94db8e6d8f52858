"""The hosts in which a tab may be shown, as Entra knows them."""

HOSTS = {
    "1fec8e78-bce4-4aaf-ab1b-5451cc387264": "Teams on a desktop or phone",
    "5e3ce6c0-2b1f-4285-8d4b-75ee78787346": "Teams in a browser",
    "4765445b-32c6-49b0-83e6-1d93765276ca": "Microsoft 365 in a browser",
    "4345a7b9-9a63-4910-a426-35363201d503": "Microsoft 365 in a browser, second id",
    "0ec893e0-5785-4de6-99da-4ed124e5296c": "Microsoft 365 on a desktop",
    "d3590ed6-52b3-4102-aeff-aad2292ab01c": "Outlook on a desktop, Microsoft 365 on a phone",
    "bc59ab01-8403-45c6-8796-ac3ef710b3e3": "Outlook in a browser",
    "00000002-0000-0ff1-ce00-000000000000": "Outlook in a browser, second id",
    "27922004-5251-4030-b22d-91ecd9a37ea4": "Outlook on a phone",
}
"""Client id and name. These get a token without asking the person, and show as its `azp`. A token
that any other app has asked for is not taken."""
