"""The command `dga replies`: what was answered before, and what has changed of it since."""

import json
from typing import Annotated

import typer

from api.cli import Json
from api.terminal import in_thai
from corpus.dates import today
from corpus.messages import say

WHAT = {
    "changed": ("ข้อความเปลี่ยนไป", "its text has changed"),
    "gone": ("ไม่มีในคลังแล้ว", "it is gone from the corpus"),
    "superseded": ("ถูกแทนที่แล้ว", "it is superseded"),
    "expired": ("สิ้นผลแล้ว", "it is no longer in force"),
}


@in_thai("แสดงคำตอบที่เคยให้ไว้ในการสนทนาที่เก็บอยู่ในเครื่องนี้ หรือเฉพาะคำตอบที่ข้อความอ้างอิงเปลี่ยนไปแล้ว")
def replies(
    changed: Annotated[
        bool,
        typer.Option(
            "--changed",
            help=say(
                "เฉพาะคำตอบที่ข้อความอ้างอิงเปลี่ยน หายไป ถูกแทนที่ หรือสิ้นผลแล้ว",
                "Only those of which a cited passage changed, is gone, superseded or no longer in force.",
            ),
        ),
    ] = False,
    as_json: Json = False,
) -> None:
    """List the replies in the conversations kept on this machine, or those whose passages have changed since."""
    # Imported here, so that `dga --help` need not wait for the store and its libraries.
    from assistant.changes import changed_replies
    from assistant.conversations import StoredConversations
    from corpus.database import engine
    from corpus.settings import settings
    from corpus.store.store import Store

    stored = StoredConversations(engine(settings().data_dir)).replies()
    if changed:
        found = list(changed_replies(stored, Store(settings().data_dir).current(), today()))
        shown = [each.model_dump(mode="json") for each in found]
    else:
        shown = [
            {
                "message_id": each.reply.message_id,
                "answered_at": each.answered_at,
                "question": each.message,
                "generation": each.generation,
            }
            for each in stored
        ]
    if as_json:
        typer.echo(json.dumps(shown, ensure_ascii=False))
        return
    for reply in shown:
        typer.echo(f"{reply['answered_at']}  {reply['message_id']}  {reply['question']}")
        for change in reply.get("changes", ()):
            newer = f" → {', '.join(change['superseded_by'])}" if change["superseded_by"] else ""
            typer.echo(f"    {change['anchor_id']}: {say(*WHAT[change['what']])}{newer}")
        if "generation_now" in reply:
            typer.echo(
                say(
                    f"    ตอบจากดัชนีรุ่น {reply['generation']} รุ่นปัจจุบัน {reply['generation_now']}",
                    f"    answered from generation {reply['generation']}, now {reply['generation_now']}",
                )
            )
    if not shown:
        typer.echo(say("ไม่มี", "None."))
