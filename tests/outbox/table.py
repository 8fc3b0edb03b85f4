"""Who may do what with messages: the rows that `test_policies` runs and the documents print."""

from almoner.accounts.roles import Role

ADMINISTRATOR, AUDITOR, PUBLISHER = Role.ADMINISTRATOR, Role.AUDITOR, Role.PUBLISHER
READER, SENDER = "its reader", "whoever caused it"

REMINDER, SECRET, ACCOUNT = "a reminder", "a sign-in link", "word of an account"
FORGOTTEN = "a sign-in link, forgotten"
LATE = "what is new in a search"

ROWS = [
    *(("may_see_message", who, REMINDER, True) for who in (ADMINISTRATOR, AUDITOR)),
    *(("may_see_message", who, REMINDER, True) for who in (READER, SENDER)),
    ("may_see_message", PUBLISHER, REMINDER, False),
    *(("may_read_address", who, REMINDER, True) for who in (ADMINISTRATOR, READER, SENDER)),
    *(("may_read_address", who, REMINDER, False) for who in (AUDITOR, PUBLISHER)),
    *(("may_read_text", who, REMINDER, True) for who in (READER, SENDER)),
    *(("may_read_text", who, REMINDER, False) for who in (ADMINISTRATOR, AUDITOR, PUBLISHER)),
    *(("may_read_text", who, ACCOUNT, True) for who in (ADMINISTRATOR, READER, SENDER)),
    *(("may_read_text", who, ACCOUNT, False) for who in (AUDITOR, PUBLISHER)),
    *(("may_read_text", who, SECRET, False) for who in (ADMINISTRATOR, READER, SENDER)),
    *(("may_read_text", who, FORGOTTEN, False) for who in (ADMINISTRATOR, READER, SENDER)),
    *(("may_read_text", who, LATE, False) for who in (ADMINISTRATOR, READER, SENDER)),
    ("may_send_message_again", ADMINISTRATOR, REMINDER, True),
    ("may_send_message_again", ADMINISTRATOR, SECRET, True),
    ("may_send_message_again", ADMINISTRATOR, FORGOTTEN, False),
    *(("may_send_message_again", who, REMINDER, False) for who in (AUDITOR, READER, SENDER)),
    *(("may_cancel_message", who, REMINDER, True) for who in (ADMINISTRATOR, SENDER)),
    *(("may_cancel_message", who, REMINDER, False) for who in (AUDITOR, READER, PUBLISHER)),
]
